package io.dbvitals.testing;

import io.dbvitals.app.Exporter;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The exporter itself, in this process, on a free port, from a configuration file that the test writes. */
public final class TestExporter implements AutoCloseable {
    private final Exporter exporter;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestExporter(Exporter exporter) {
        this.exporter = exporter;
    }

    /** {@code yaml} without {@code listen}; unless it has {@code health}, nothing is read behind the scrapes that a test does not expect. */
    public static TestExporter start(Path folder, String yaml) throws IOException, ConfigException {
        Path file = folder.resolve("dbvitals.yaml");
        String quiet = yaml.contains("\nhealth:") ? "" : "\nhealth: {enabled: false}\n";
        Files.writeString(file, "listen: 127.0.0.1:0\n" + yaml + quiet);
        return new TestExporter(
                Exporter.start(() -> ConfigLoader.of(Map.of(), List.of()).load(file), "test"));
    }

    public Exporter exporter() {
        return exporter;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + exporter.port() + path);
    }

    /** The body of a GET that must be answered with 200. */
    public String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The body as it is. */
    public byte[] bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .headers(headers)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** {@code headers} in pairs of name and value. */
    public HttpResponse<String> answer(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The samples of a page that must be answered with 200. */
    public Samples samples(String path) throws IOException, InterruptedException {
        return Samples.of(get(path));
    }

    /** Names of the threads of any exporter in this process that read a target now. */
    public static List<String> busyThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("scrape-\\d+"))
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.dbvitals.")))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    @Override
    public void close() {
        exporter.close();
    }
}
