import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The other end of each channel, on loopback, and what Alertmanager must be told to send there. */
final class Channels implements AutoCloseable {

    private final Sink sink = new Sink();
    private final HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final MailSink mail = new MailSink(sink);
    private final Path secrets;

    /** The secrets are put into a folder of that name within the given one. */
    Channels(Path folder) throws IOException {
        web.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            sink.add(exchange.getRequestURI().getPath().substring(1), (authorization == null ? "" : authorization + "\n") + body);
            byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/pagerduty") ? 202 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        web.start();
        secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("pagerduty_routing_key"), "s3cret-key\n");
        Files.writeString(secrets.resolve("smtp_password"), "s3cret-password\n");
        Files.writeString(secrets.resolve("webhook_token"), "s3cret-token\n");
        for (String channel : List.of("critical", "dba", "ops", "app")) {
            Files.writeString(secrets.resolve("slack_" + channel + "_webhook_url"), address() + "/slack/" + channel + "\n");
        }
    }

    Sink sink() {
        return sink;
    }

    Path secrets() {
        return secrets;
    }

    Map<String, String> settings() {
        return Map.of("PAGERDUTY_URL", address() + "/pagerduty", "WEBHOOK_URL", address() + "/webhook",
                "DEADMAN_URL", address() + "/deadman", "SMTP_SMARTHOST", mail.address(),
                "SMTP_TO", "DBA <dba@example.org>, boss@example.org", "SMTP_FROM", "alerts@example.org", "SMTP_USER", "alerts",
                "SMTP_REQUIRE_TLS", "false");
    }

    private String address() {
        return "http://127.0.0.1:" + web.getAddress().getPort();
    }

    @Override
    public void close() throws IOException {
        web.stop(0);
        mail.close();
    }
}
