import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An Alertmanager, and the other end of each of its channels. */
final class AlertmanagerStack implements AutoCloseable {
    final Sink sink = new Sink();
    private final Path folder = Files.createTempDirectory("delivery");
    private final HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final MailSink mail = new MailSink(sink);
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    static AlertmanagerStack start(String program, Map<String, String> settings) throws Exception {
        return new AlertmanagerStack(program, settings);
    }

    private AlertmanagerStack(String program, Map<String, String> settings) throws Exception {
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
        String sinks = "http://127.0.0.1:" + web.getAddress().getPort();
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("pagerduty_routing_key"), "s3cret-key\n");
        Files.writeString(secrets.resolve("smtp_password"), "s3cret-password\n");
        Files.writeString(secrets.resolve("webhook_token"), "s3cret-token\n");
        for (String channel : List.of("critical", "dba", "ops", "app")) {
            Files.writeString(secrets.resolve("slack_" + channel + "_webhook_url"), sinks + "/slack/" + channel + "\n");
        }
        Path file = folder.resolve("alertmanager.yml");
        ProcessBuilder compose = new ProcessBuilder("scripts/alertmanager_config.sh", "--env", "/dev/null", "--secrets", secrets.toString(),
                "--output", file.toString());
        compose.environment().putAll(settings);
        compose.environment().putAll(Map.of("PAGERDUTY_URL", sinks + "/pagerduty", "WEBHOOK_URL", sinks + "/webhook",
                "DEADMAN_URL", sinks + "/deadman", "GRAFANA_URL", DeliveryTest.GRAFANA, "SMTP_SMARTHOST", mail.address(),
                "SMTP_TO", "DBA <dba@example.org>, boss@example.org", "SMTP_FROM", "alerts@example.org", "SMTP_USER", "alerts",
                "SMTP_REQUIRE_TLS", "false"));
        if (compose.redirectError(folder.resolve("compose.log").toFile()).start().waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("compose.log")));
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(program, "--config.file=" + file, "--storage.path=" + folder.resolve("state"),
                "--web.listen-address=127.0.0.1:" + port, "--cluster.listen-address=",
                "--web.external-url=http://alertmanager.example.org:9093")
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!ready()) {
            if (System.nanoTime() > end || process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return !get("/-/ready").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? response.body() : "";
    }

    void post(List<String> alerts) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", alerts) + "]")).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
    }

    Optional<Sink.Message> sent(String channel, String text, Duration longest) throws InterruptedException {
        Predicate<Sink.Message> wanted = message -> message.channel().equals(channel) && message.text().contains(text);
        sink.await(messages -> messages.stream().anyMatch(wanted), longest);
        return sink.all().stream().filter(wanted).findFirst();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        web.stop(0);
        mail.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
