package io.dbvitals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Prometheus, which evaluates its rules every second, and an Alertmanager, as they are installed; on free ports, with data in a folder. */
public final class TestMonitoring implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path folder;
    private final int prometheusPort = freePort();
    private final int alertmanagerPort = freePort();
    private Process prometheus;
    private final Process alertmanager;

    private TestMonitoring(Path folder, String routes) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("alertmanager.yml"), routes);
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {monitor: main}}
                rule_files: [rules.yml]
                alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
                """.formatted(alertmanagerPort));
        this.alertmanager = start(
                "prometheus-alertmanager",
                alertmanagerPort,
                "--config.file=alertmanager.yml",
                "--storage.path=alertmanager",
                "--cluster.listen-address=");
        this.prometheus = startPrometheus();
        await(alertmanager());
        await(prometheus());
    }

    /**
     * Starts both; skips the test where they are not installed, unless they are required.
     *
     * @param rules groups of rules
     * @param routes the configuration of Alertmanager
     */
    public static TestMonitoring start(Path folder, String rules, String routes) {
        Peer.need("promtool");
        Peer.need("amtool");
        try {
            Files.writeString(folder.resolve("rules.yml"), rules);
            return new TestMonitoring(folder, routes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI prometheus() {
        return URI.create("http://127.0.0.1:" + prometheusPort);
    }

    public URI alertmanager() {
        return URI.create("http://127.0.0.1:" + alertmanagerPort);
    }

    /** Other rules from now on. */
    public void rules(String rules) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("rules.yml"), rules);
        HttpRequest reload = HttpRequest.newBuilder(prometheus().resolve("/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = CLIENT.send(reload, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    /** As a restart of the machine does it. */
    public void restartPrometheus() throws IOException, InterruptedException {
        stop(prometheus);
        prometheus = startPrometheus();
        await(prometheus());
    }

    /** What Alertmanager answers, by no code of ours. */
    public String alertmanager(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(alertmanager().resolve(path)).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() throws InterruptedException {
        stop(prometheus);
        stop(alertmanager);
    }

    private Process startPrometheus() throws IOException {
        return start(
                "prometheus",
                prometheusPort,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=prometheus",
                "--web.enable-lifecycle",
                "--rules.alert.resend-delay=1s");
    }

    private Process start(String program, int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(program + ".log").toFile()))
                .start();
    }

    private static void await(URI program) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> CLIENT.send(
                                        HttpRequest.newBuilder(program.resolve("/-/ready"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
