package io.dbvitals.app.deadman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadmanTest {
    private static final String BEAT =
            "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"Watchdog\",\"cluster\":\"c1\"}}]}";
    private static final Map<String, String> WANTED = Map.of("alertname", "Watchdog", "cluster", "c1");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void page_showsBeats() throws Exception {
        try (Deadman deadman = Deadman.start(settings(Optional.empty(), "5m"))) {
            assertThat(get(deadman, "/metrics").body())
                    .contains("dbvitals_deadman_beats_total 0.0\n")
                    .doesNotContain("last_seen");
            assertThat(post(deadman, "/watchdog", BEAT, "").statusCode()).isEqualTo(200);
            assertThat(get(deadman, "/metrics").body())
                    .contains("dbvitals_deadman_beats_total 1.0\n", "dbvitals_deadman_alarming 0.0\n")
                    .containsPattern("(?m)^dbvitals_deadman_last_seen_timestamp_seconds [1-9]");
            assertThat(get(deadman, "/-/healthy").statusCode()).isEqualTo(200);
            assertThat(get(deadman, "/").body()).contains("\"status\":\"alive\"");
        }
    }

    @Test
    void whatIsNoBeat_isRefused() throws Exception {
        try (Deadman deadman = Deadman.start(settings(Optional.empty(), "5m"))) {
            assertThat(post(deadman, "/watchdog", "{", "").statusCode()).isEqualTo(400);
            HttpResponse<String> other = post(deadman, "/watchdog", BEAT.replace("c1", "c2"), "");
            assertThat(other.statusCode()).isEqualTo(400);
            assertThat(other.body()).isEqualTo("this is not about a firing Watchdog{cluster=\"c1\"}\n");
            assertThat(post(deadman, "/watchdog", BEAT.replace("firing", "resolved"), "")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post(deadman, "/watchdog", " ".repeat((1 << 20) + 1), "").statusCode())
                    .isEqualTo(413);
            assertThat(post(deadman, "/", BEAT, "").statusCode()).isEqualTo(405);
            assertThat(get(deadman, "/watchdog").statusCode()).isEqualTo(405);
            assertThat(get(deadman, "/none").statusCode()).isEqualTo(404);
            assertThat(get(deadman, "/metrics").body()).contains("dbvitals_deadman_beats_total 0.0\n");
        }
    }

    @Test
    void token_isAskedFor_andReadAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        try (Deadman deadman = Deadman.start(settings(Optional.of(new Secret.File(file)), "5m"))) {
            assertThat(post(deadman, "/watchdog", BEAT, "").statusCode()).isEqualTo(401);
            assertThat(post(deadman, "/watchdog", BEAT, "second").statusCode()).isEqualTo(401);
            assertThat(post(deadman, "/watchdog", BEAT, "first").statusCode()).isEqualTo(200);
            Files.writeString(file, "second\n");
            assertThat(post(deadman, "/watchdog", BEAT, "first").statusCode()).isEqualTo(401);
            assertThat(post(deadman, "/watchdog", BEAT, "second").statusCode()).isEqualTo(200);
            Files.writeString(file, "");
            assertThat(post(deadman, "/watchdog", BEAT, "").statusCode())
                    .as("an empty file opens nothing")
                    .isEqualTo(401);
        }
    }

    @Test
    void alarm_isShown_andKeptOverARestart() throws Exception {
        try (Deadman deadman = Deadman.start(settings(Optional.empty(), "50ms"))) {
            Awaitility.await().until(() -> get(deadman, "/").statusCode() == 503);
            Awaitility.await().until(() -> Files.exists(folder.resolve("state")));
        }
        try (Deadman deadman = Deadman.start(settings(Optional.empty(), "5m"))) {
            assertThat(get(deadman, "/metrics").body()).contains("dbvitals_deadman_alarming 1.0\n");
            post(deadman, "/watchdog", BEAT, "");
            assertThat(get(deadman, "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void mistakes_areNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatThrownBy(() -> Deadman.start(settings(Optional.of(new Secret.File(empty)), "5m")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the file of the token is empty");
        try (Deadman first = Deadman.start(settings(Optional.empty(), "5m"))) {
            assertThatThrownBy(() -> Deadman.start(settings(first.port())))
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + first.port() + ": ")
                    .hasMessageEndingWith("; end the program that holds the port, or choose another one (--listen)");
        }
        Files.writeString(folder.resolve("state"), "{\"last_seen\":\"yesterday\"}");
        assertThatThrownBy(() -> Deadman.start(settings(Optional.empty(), "5m")))
                .hasMessageContaining("is damaged: ")
                .hasMessageEndingWith("; remove it to begin anew");
        Files.delete(folder.resolve("state"));
        Files.createDirectory(folder.resolve("state"));
        assertThatThrownBy(() -> Deadman.start(settings(Optional.empty(), "5m")))
                .hasMessageContaining("state cannot be read: ");
    }

    private Deadman.Settings settings(int port) {
        return settings(Optional.empty(), Duration.ofMinutes(5), port);
    }

    private Deadman.Settings settings(Optional<Secret> token, String timeout) {
        return settings(token, Durations.parse(timeout).orElseThrow(), 0);
    }

    private Deadman.Settings settings(Optional<Secret> token, Duration timeout, int port) {
        return new Deadman.Settings(
                new Expected(WANTED),
                timeout,
                Duration.ofHours(1),
                new Endpoint("127.0.0.1", port),
                token,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(folder.resolve("state")));
    }

    private HttpResponse<String> get(Deadman deadman, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + deadman.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Deadman deadman, String path, String body, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + deadman.port() + path))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
