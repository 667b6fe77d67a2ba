package io.dbvitals.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Beside the exporter of the Prometheus community, where it is installed as Debian 13 has it: everything that it shows of a PgBouncer is
 * on our page too, with its name, labels, type and value. The environment variable {@code PGBOUNCER_EXPORTER} may name the program.
 */
class PeerIT {
    private static final Pattern SAMPLE = Pattern.compile("(pgbouncer_[a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (pgbouncer_\\S+) (\\S+)");

    /** About the other exporter and its own connection. */
    private static final Pattern OF_ITSELF =
            Pattern.compile("pgbouncer_exporter_build_info|pgbouncer_client_connections.*database=\"pgbouncer\"");

    private static final String OF_THE_CONSOLE = "database=\"pgbouncer\"";

    @Test
    void everythingOfThePeer_isOnOurPageWithTheSameValue() throws Exception {
        requirePeer();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TestServer postgres = TestServer.start(17);
                TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                Connection application = bouncer.connect();
                Statement statement = application.createStatement();
                Stand stand = new Stand(bouncer.config())) {
            for (int i = 0; i < 10; i++) {
                statement.execute("SELECT pg_sleep(0.001)");
            }
            Process peer = new ProcessBuilder(
                            program(),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--pgBouncer.connectionString=postgres://stats:" + TestPgBouncer.PASSWORD + "@127.0.0.1:"
                                    + bouncer.port() + "/pgbouncer?sslmode=disable")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String theirs = Awaitility.await()
                        .atMost(20, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> get(port), page -> page.contains("pgbouncer_up 1"));
                assertCovered(theirs, stand.page());
            } finally {
                peer.destroyForcibly();
                peer.onExit().join();
            }
        }
    }

    private static void assertCovered(String theirs, String ours) {
        Map<String, Double> own = samples(ours);
        Map<String, Double> peers = samples(theirs);
        peers.keySet().removeIf(series -> OF_ITSELF.matcher(series).find());
        assertThat(peers).hasSizeGreaterThan(50);
        assertThat(own).containsKeys(peers.keySet().toArray(String[]::new));
        peers.forEach((series, value) -> {
            // Each of the two has a connection of its own to the console, and reads of it count as traffic.
            boolean changes =
                    series.contains(OF_THE_CONSOLE) || series.matches("pgbouncer_(free|used|login)_clients.*");
            if (!changes) {
                assertThat(own.get(series)).as(series).isEqualTo(value);
            }
        });
        Map<String, String> types = types(ours);
        types(theirs).forEach((name, type) -> {
            if (!OF_ITSELF.matcher(name).find()) {
                assertThat(types).containsEntry(name, type);
            }
        });
    }

    /** Labels sorted; an empty one is none. */
    private static Map<String, Double> samples(String page) {
        Map<String, Double> samples = new TreeMap<>();
        page.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            String labels = sample.group(2) == null ? "" : sample.group(2);
            List<String> sorted = Pattern.compile("[a-z_]+=\"[^\"]+\"")
                    .matcher(labels)
                    .results()
                    .map(label -> label.group())
                    .sorted()
                    .toList();
            samples.put(sample.group(1) + sorted, Double.valueOf(sample.group(3)));
        });
        return samples;
    }

    private static Map<String, String> types(String page) {
        Map<String, String> types = new TreeMap<>();
        page.lines()
                .map(TYPE::matcher)
                .filter(Matcher::matches)
                .forEach(type -> types.put(type.group(1), type.group(2)));
        return types;
    }

    private static String get(int port) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static void requirePeer() throws InterruptedException {
        boolean required = List.of(System.getProperty("services.required", "").split(","))
                .contains("prometheus-pgbouncer-exporter");
        if (!required) {
            assumeThat(version()).as("the peer is installed").contains("pgbouncer_exporter, version");
        }
    }

    /** Debian 12 has another program under that name. */
    private static String version() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            return "";
        }
    }

    private static String program() {
        String named = System.getenv("PGBOUNCER_EXPORTER");
        return named == null ? "prometheus-pgbouncer-exporter" : named;
    }
}
