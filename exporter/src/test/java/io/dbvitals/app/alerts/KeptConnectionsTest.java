package io.dbvitals.app.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dbvitals.testing.Written;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks again and again costs no connection, and no client with threads of its own, each time. */
class KeptConnectionsTest {
    @TempDir
    Path folder;

    @Test
    void history_isAskedOverOneConnection() throws Exception {
        Set<Integer> ports = ConcurrentHashMap.newKeySet();
        HttpServer prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        prometheus.start();
        try {
            Desk desk = new Desk(
                    Written.config(
                                    folder,
                                    "targets: [{name: host, host: {}}]\nalerting: {prometheus: \"http://127.0.0.1:"
                                            + prometheus.getAddress().getPort() + "\"}\n")
                            .load()
                            .alerting(),
                    folder.resolve("audit.jsonl"),
                    Clock.systemUTC());
            for (int i = 0; i < 3; i++) {
                assertThat(desk.history(Instant.now().minusSeconds(60), Instant.now(), Optional.empty()))
                        .isEmpty();
            }
            assertThat(ports).hasSize(1);
        } finally {
            prometheus.stop(0);
        }
    }
}
