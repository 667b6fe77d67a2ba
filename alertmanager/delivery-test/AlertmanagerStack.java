import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An Alertmanager, and the other end of each of its channels. */
final class AlertmanagerStack implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("delivery");
    private final Channels channels = new Channels(folder);
    final Sink sink = channels.sink();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    static AlertmanagerStack start(String program, Map<String, String> settings) throws Exception {
        return new AlertmanagerStack(program, settings);
    }

    private AlertmanagerStack(String program, Map<String, String> settings) throws Exception {
        Path file = folder.resolve("alertmanager.yml");
        ProcessBuilder compose = new ProcessBuilder("scripts/alertmanager_config.sh", "--env", "/dev/null", "--secrets",
                channels.secrets().toString(), "--output", file.toString());
        compose.environment().putAll(settings);
        compose.environment().putAll(channels.settings());
        compose.environment().put("GRAFANA_URL", DeliveryTest.GRAFANA);
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
        return sink.first(message -> message.channel().equals(channel) && message.text().contains(text), longest);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        channels.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
