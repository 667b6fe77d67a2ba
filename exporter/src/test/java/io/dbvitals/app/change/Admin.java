package io.dbvitals.app.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.Described;
import io.dbvitals.testing.TestExporter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Somebody who may change things, by a token. */
final class Admin {
    /** Of a configuration in the folder in which the token is. */
    static final String KEYS = """
            api: {tokens: [{name: alice, role: admin, file: token}]}
            """;

    private static final String TOKEN = "a-token-of-an-administrator-0123456789";

    private static final Described DESCRIBED = Described.packed();

    private final HttpClient client = HttpClient.newHttpClient();

    Admin(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    HttpResponse<String> post(TestExporter exporter, String path, String body)
            throws IOException, InterruptedException {
        return send(exporter, "POST", path, body);
    }

    /** What must be answered with 200. */
    JsonNode done(TestExporter exporter, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(exporter, path, body);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JsonNode.parse(answer.body());
    }

    private HttpResponse<String> send(TestExporter exporter, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(exporter.uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(DESCRIBED.mistakes(method, path, answer.statusCode(), answer.body()))
                .as("%s %s, as its description has it: %s", method, path, answer.body())
                .isEmpty();
        return answer;
    }
}
