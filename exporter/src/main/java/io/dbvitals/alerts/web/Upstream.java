package io.dbvitals.alerts.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.config.Config;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A program that keeps alerts, at one address. A call ends within the timeout, the last byte of the answer included; an answer has at
 * most {@value #MOST_BYTES} bytes; no redirect is followed, so that the login goes to nobody else.
 */
public final class Upstream {
    static final int MOST_BYTES = 8 << 20;

    private final String program;
    private final String base;
    private final Duration timeout;
    private final Login login;
    private final HttpClient client;

    private Upstream(String program, String base, Duration timeout, Login login, HttpClient client) {
        this.program = program;
        this.base = base;
        this.timeout = timeout;
        this.login = login;
        this.client = client;
    }

    /**
     * Nothing is asked yet.
     *
     * @param program as messages name it
     * @param address with its path, behind which the API's begins
     */
    public static Upstream of(String program, URI address, Config.Alerting settings) throws AlertingException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        if (settings.ca().isPresent()) {
            try {
                client.sslContext(Trust.in(settings.ca().get(), "alerting.ca_file"));
            } catch (ConfigException e) {
                throw new AlertingException(Reason.NOT_CONFIGURED, String.valueOf(e.getMessage()), e);
            }
        }
        return new Upstream(
                program,
                address.toString().replaceFirst("/+$", ""),
                settings.timeout(),
                new Login(settings),
                client.build());
    }

    /** {@code the Alertmanager at http://alerts:9093}. */
    public String name() {
        return "the " + program + " at " + base;
    }

    /** {@code path}: with its query, encoded. */
    public JsonNode get(String path) throws AlertingException, InterruptedException {
        return json(text(path));
    }

    /** The same, as it is. */
    public String text(String path) throws AlertingException, InterruptedException {
        try {
            return call(request(path).GET());
        } catch (AlertingException e) {
            if (e.reason() == Reason.UNKNOWN) {
                throw broken("has nothing at " + path.replaceFirst("\\?.*", ""));
            }
            throw e;
        }
    }

    /** One thing, which may not be there: reason {@code UNKNOWN}. */
    public JsonNode find(String path) throws AlertingException, InterruptedException {
        return json(call(request(path).GET()));
    }

    /** {@code form}: pairs, encoded, for what is too long for an address. */
    public JsonNode ask(String path, String form) throws AlertingException, InterruptedException {
        return json(call(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
    }

    /** {@code body}: as {@link Json} writes it. */
    public String post(String path, Object body) throws AlertingException, InterruptedException {
        return call(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body))));
    }

    public void delete(String path) throws AlertingException, InterruptedException {
        call(request(path).DELETE());
    }

    /** The answer is not what such a program answers. */
    public AlertingException broken(String what) {
        return new AlertingException(
                Reason.BROKEN, name() + " " + what + "; is it one? See \"alerting\" in the configuration");
    }

    public JsonNode json(String text) throws AlertingException {
        try {
            return JsonNode.parse(text);
        } catch (IllegalArgumentException e) {
            throw broken("answered no JSON");
        }
    }

    private HttpRequest.Builder request(String path) throws AlertingException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json, text/plain;q=0.5");
        try {
            login.header().ifPresent(value -> request.header("Authorization", value));
            return request;
        } catch (ConfigException e) {
            throw new AlertingException(Reason.NOT_CONFIGURED, String.valueOf(e.getMessage()), e);
        }
    }

    private String call(HttpRequest.Builder request) throws AlertingException, InterruptedException {
        // The timeout of a request ends with the headers of its answer: a body may trickle for ever.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), information -> new Bounded(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String text = new String(response.body(), UTF_8);
            if (response.statusCode() / 100 != 2) {
                throw Refusal.of(name(), response.statusCode(), text);
            }
            return text;
        } catch (TimeoutException e) {
            throw unreachable("did not answer within " + Durations.format(timeout), e);
        } catch (ExecutionException e) {
            throw failed(Optional.ofNullable(e.getCause()).orElse(e));
        } finally {
            answer.cancel(true);
        }
    }

    private AlertingException failed(Throwable cause) {
        if (cause instanceof Bounded.TooLong) {
            return new AlertingException(
                    Reason.BROKEN,
                    name() + " answered more than " + (MOST_BYTES >> 20)
                            + " MiB; ask for less: a filter, or fewer hours",
                    cause);
        }
        if (cause instanceof SSLException) {
            return unreachable(
                    "could not be trusted: " + cause.getMessage()
                            + "; see alerting.ca_file and the scheme of its address",
                    cause);
        }
        if (cause instanceof ConnectException) {
            return unreachable("cannot be reached: no connection; is it running, is the address right?", cause);
        }
        String why =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return unreachable((cause instanceof IOException ? "broke off: " : "failed: ") + why, cause);
    }

    private AlertingException unreachable(String what, Throwable cause) {
        return new AlertingException(Reason.UNREACHABLE, name() + " " + what, cause);
    }
}
