package io.dbvitals.app.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.json.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one port and evaluates rules every second. */
final class RuleServer implements AutoCloseable {
    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private RuleServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RuleServer start(Path folder, int scraped, List<Path> rules) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: %s
                scrape_configs:
                  - {job_name: dbvitals, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                """.formatted(
                        rules.stream().map(rule -> "'" + rule + "'").toList(), scraped));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new RuleServer(process, port);
    }

    /** Series of an instant query; none while it starts. */
    List<JsonNode> query(String expression) throws InterruptedException {
        URI address =
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        try {
            String answer = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return JsonNode.parse(answer)
                    .member("data")
                    .map(data -> data.items("result"))
                    .orElse(List.of());
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** The value of its only series; NaN where there is none. */
    double value(String expression) throws InterruptedException {
        List<JsonNode> series = query(expression);
        return series.size() == 1
                ? Double.parseDouble(series.get(0).items("value").get(1).text())
                : Double.NaN;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
