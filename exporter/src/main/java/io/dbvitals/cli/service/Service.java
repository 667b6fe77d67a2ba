package io.dbvitals.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.Secret;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** A dbvitals that runs, asked by its API. It follows no redirect, so that the login goes to nobody else. */
public final class Service {
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_SHOWN = 300;
    /** The dashboard may wait for databases. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String base;
    private final Login login;

    /**
     * How we say who we are; the secrets are read for each call.
     *
     * @param user empty: none
     */
    record Login(String user, Secret password, Secret token) {
        Optional<String> header() throws ConfigException {
            if (!user.isEmpty()) {
                String pair = user + ":" + password.read();
                return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
            }
            String secret = token.read();
            if (secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new ConfigException("--token-file must hold one line without blanks");
            }
            return secret.isEmpty() ? Optional.empty() : Optional.of("Bearer " + secret);
        }
    }

    private Service(HttpClient client, String base, Login login) {
        this.client = client;
        this.base = base;
        this.login = login;
    }

    /** Nothing is asked yet. */
    static Service at(URI address, Login login, Optional<SSLContext> trust) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5));
        trust.ifPresent(client::sslContext);
        return new Service(client.build(), address.toString().replaceFirst("/+$", ""), login);
    }

    /** {@code the service at http://127.0.0.1:9999}. */
    public String name() {
        return "the service at " + base;
    }

    /** {@code path}: with its query, encoded. */
    public JsonNode get(String path) throws ServiceException, ConfigException, InterruptedException {
        return answer(path, request(path));
    }

    /** Changes something; {@code body}: JSON. */
    public JsonNode post(String path, String body) throws ServiceException, ConfigException, InterruptedException {
        return answer(
                path,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).header("Accept", "application/json");
    }

    private JsonNode answer(String path, HttpRequest.Builder request)
            throws ServiceException, ConfigException, InterruptedException {
        login.header().ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            String text;
            try (InputStream body = answer.body()) {
                text = new String(body.readNBytes(MOST_BYTES), UTF_8);
            }
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), path, text);
            }
            return JsonNode.parse(text);
        } catch (ConnectException e) {
            throw new ServiceException(
                    true,
                    name() + " does not answer: nothing listens there; start it (dbvitals serve), or name another one "
                            + "(--service)",
                    e);
        } catch (SSLException e) {
            throw new ServiceException(
                    false,
                    name() + " cannot be trusted: " + e.getMessage()
                            + "; name it by a name of its certificate (--service) and who signed that (--ca-file)",
                    e);
        } catch (IOException e) {
            String why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
            throw new ServiceException(
                    true,
                    name() + " does not answer: " + why + "; it has " + Durations.format(TIMEOUT)
                            + ". Are port and scheme (http or https) right? Name another one (--service)",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(true, name() + " answers no JSON: it is no dbvitals, or an older one", e);
        }
    }

    private ServiceException refused(int status, String path, String body) {
        String said = said(body);
        return switch (status) {
            case 401 ->
                new ServiceException(
                        false,
                        name() + " wants to know who asks: give --token-file, or --service-user and "
                                + "--service-password-file");
            case 403 -> new ServiceException(false, name() + " does not let this user do that" + said);
            case 404 ->
                new ServiceException(
                        said.isEmpty(),
                        name()
                                + (said.isEmpty()
                                        ? " has no " + path + ": it is no dbvitals, or an older one"
                                        : " finds nothing" + said));
            default -> new ServiceException(false, name() + " refuses it with status " + status + said);
        };
    }

    /** Its problem documents say in {@code detail} what is wrong, and in {@code title} which kind it is. */
    private static String said(String body) {
        try {
            JsonNode problem = JsonNode.parse(body);
            String text = problem.text("detail").isEmpty() ? problem.text("title") : problem.text("detail");
            String plain = text.strip().replaceAll("\\p{Cntrl}+", " ");
            return plain.isEmpty() ? "" : ": " + plain.substring(0, Math.min(MOST_SHOWN, plain.length()));
        } catch (IllegalArgumentException e) {
            // A page of something else.
            return "";
        }
    }
}
