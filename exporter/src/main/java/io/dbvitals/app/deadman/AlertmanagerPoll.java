package io.dbvitals.app.deadman;

import io.dbvitals.config.Secret;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks an Alertmanager for the alert, and how long ago Prometheus sent it. Its notifications are not seen this way. Both times are of
 * Alertmanager's own clock: {@code updatedAt} of the alert, and the {@code Date} of the answer.
 */
final class AlertmanagerPoll {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI address;
    private final Optional<Secret> token;
    private final Expected expected;

    AlertmanagerPoll(HttpClient client, URI address, Optional<Secret> token, Expected expected) {
        this.client = client;
        this.address = address;
        this.token = token;
        this.expected = expected;
    }

    /**
     * What an Alertmanager says.
     *
     * @param age of the youngest; empty where there is none
     * @param why there is none
     */
    record Seen(Optional<Duration> age, String why) {}

    Seen ask() throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                String remedy = answer.statusCode() == 401 || answer.statusCode() == 403 ? ": see --token-file" : "";
                return none(address + " answers with status " + answer.statusCode() + remedy);
            }
            Optional<Duration> age = youngest(answer);
            return age.isPresent() ? new Seen(age, "") : none(address + " has no " + expected + " that fires");
        } catch (IOException e) {
            return none(address + " does not answer: " + reason(e));
        } catch (ConfigException e) {
            return none(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return none(address + " does not answer as an Alertmanager does");
        }
    }

    private HttpRequest request() throws ConfigException {
        String filter = expected.labels().entrySet().stream()
                .map(label -> "filter="
                        + URLEncoder.encode(
                                label.getKey() + "=\""
                                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                                StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI whole = URI.create(address.toString().replaceFirst("/+$", "") + "/api/v2/alerts?" + filter);
        HttpRequest.Builder request = HttpRequest.newBuilder(whole).timeout(TIMEOUT);
        if (token.isPresent()) {
            request.header("Authorization", "Bearer " + token.get().read());
        }
        return request.build();
    }

    private Optional<Duration> youngest(HttpResponse<String> answer) {
        Instant now = answer.headers()
                .firstValue("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .orElseGet(Instant::now);
        return JsonNode.parse(answer.body()).items().stream()
                .filter(expected::isOf)
                .map(alert -> Duration.between(
                        ZonedDateTime.parse(alert.text("updatedAt")).toInstant(), now))
                .map(age -> age.isNegative() ? Duration.ZERO : age)
                .min(Duration::compareTo);
    }

    private static Seen none(String why) {
        return new Seen(Optional.empty(), why);
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
