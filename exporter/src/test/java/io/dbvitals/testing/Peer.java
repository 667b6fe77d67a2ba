package io.dbvitals.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An exporter of others that is installed on this machine, as {@code prometheus-node-exporter}, run on a free port. */
public final class Peer implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final int port;
    private final Path said;

    private Peer(Process process, int port, Path said) {
        this.process = process;
        this.port = port;
        this.said = said;
    }

    /** Skips the test where the program is not installed, unless {@code services.required} names it: then it fails. */
    public static void need(String program) {
        boolean installed = installed(program);
        if (List.of(System.getProperty("services.required", "").split(",")).contains(program)) {
            assertThat(installed).as(program + " is installed").isTrue();
        }
        assumeThat(installed).as(program + " is installed").isTrue();
    }

    public static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder).resolve(program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param program its name, or the path of it
     * @param environment what it sees besides the {@code PATH}
     * @param arguments without the address to listen on, which is {@code --web.listen-address}
     */
    public static Peer start(String program, Map<String, String> environment, String... arguments) {
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(program, "--web.listen-address=127.0.0.1:" + port));
            command.addAll(List.of(arguments));
            Path said = Files.createTempFile("peer", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
            builder.environment().putAll(environment);
            Peer peer = new Peer(builder.start(), port, said);
            peer.awaitAnswer();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String page() throws IOException, InterruptedException {
        return get("/metrics");
    }

    public String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    public int port() {
        return port;
    }

    /** What it wrote to its output. */
    public String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Files.deleteIfExists(said);
    }

    private void awaitAnswer() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> !process.isAlive() || !get("/").isEmpty());
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended: " + said());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
