package io.dbvitals.alerts.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a program that keeps alerts can fail us. */
class UpstreamTest {
    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private final AtomicReference<String> path = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            401 | x                        | DENIED      | refuses the login (status 401); see user, password_file and token_file of "alerting"
            400 | "bad matcher"            | REFUSED     | refuses it (status 400): bad matcher
            422 | {"error":"parse error"}  | REFUSED     | refuses it (status 422): parse error
            400 | {"message":"bad\\nend"}  | REFUSED     | refuses it (status 400): bad end
            404 | x                        | BROKEN      | has nothing at /api; is it one? See "alerting" in the configuration
            302 | x                        | BROKEN      | sends elsewhere (status 302); give the address that it sends to in "alerting"
            503 | <html>proxy</html>       | UNREACHABLE | cannot answer now (status 503)
            500 | oops                     | BROKEN      | failed (status 500): oops
            200 | <html>                   | BROKEN      | answered no JSON; is it one? See "alerting" in the configuration
            """)
    void answerThatIsNone_isNamed(int status, String body, Reason reason, String message) throws Exception {
        answering(status, body);
        AlertingException e = failure(upstream(settings()));
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e).hasMessage("the Alertmanager at " + base() + "/am " + message);
    }

    @Test
    void pathOfTheAddress_isKept_andTheSecretIsReadAnew() throws Exception {
        answering(200, "{\"a\":\"b\"}");
        Path token = Files.writeString(folder.resolve("token"), "one\n");
        Config.Alerting settings = with("", Secret.NONE, new Secret.File(token), Optional.empty());
        Upstream upstream = upstream(settings);
        assertThat(upstream.get("/api?x=1").text("a")).isEqualTo("b");
        assertThat(path.get()).isEqualTo("/am/api?x=1");
        assertThat(authorization.get()).isEqualTo("Bearer one");
        Files.writeString(token, "two");
        upstream.post("/api", Map.of());
        assertThat(authorization.get()).isEqualTo("Bearer two");
        Files.writeString(token, "two\nlines");
        assertThat(failure(upstream))
                .hasMessage("alerting.token_file holds no token: it must be one line without blanks");
        upstream(with("u", new Secret.Literal("p"), Secret.NONE, Optional.empty()))
                .get("/api");
        assertThat(authorization.get()).isEqualTo("Basic dTpw");
    }

    @Test
    void nobodyThere_isUnreachable() throws AlertingException {
        server.stop(0);
        AlertingException e = failure(upstream(settings()));
        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(e).hasMessageEndingWith("cannot be reached: no connection; is it running, is the address right?");
    }

    @Test
    void bodyThatTrickles_endsWithTheTimeout() throws AlertingException {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write('[');
            out.flush();
            try {
                var unused = over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        AlertingException e = failure(upstream(settings()));
        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(e).hasMessageEndingWith("did not answer within 2s");
    }

    @Test
    void bodyThatIsTooLong_isBrokenOff() throws Exception {
        answering(200, "[" + " ".repeat(Upstream.MOST_BYTES) + "]");
        assertThat(failure(upstream(settings())))
                .hasMessageEndingWith("answered more than 8 MiB; ask for less: a filter, or fewer hours");
    }

    @Test
    void authorities_areReadFromTheFile() throws Exception {
        Path none = Files.writeString(folder.resolve("ca.pem"), "");
        assertThat(unusable(none)).hasMessage("alerting.ca_file " + none + " holds no certificate in PEM");
        Path missing = folder.resolve("missing.pem");
        assertThat(unusable(missing))
                .hasMessage("alerting.ca_file " + missing + " cannot be read: NoSuchFileException");
    }

    private AlertingException unusable(Path ca) {
        return catchThrowableOfType(
                AlertingException.class, () -> upstream(with("", Secret.NONE, Secret.NONE, Optional.of(ca))));
    }

    private void answering(int status, String body) {
        server.createContext("/", exchange -> {
            authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            path.set(exchange.getRequestURI().toString());
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Location", "http://elsewhere.invalid/");
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private static AlertingException failure(Upstream upstream) {
        AlertingException e = catchThrowableOfType(AlertingException.class, () -> upstream.get("/api"));
        assertThat(e).isNotNull();
        return e;
    }

    private Upstream upstream(Config.Alerting settings) throws AlertingException {
        return Upstream.of("Alertmanager", URI.create(base() + "/am/"), settings);
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Config.Alerting settings() {
        return with("", Secret.NONE, Secret.NONE, Optional.empty());
    }

    private static Config.Alerting with(String user, Secret password, Secret token, Optional<Path> ca) {
        Config.Alerting none = Config.Alerting.NONE;
        return new Config.Alerting(
                none.prometheus(),
                none.alertmanagers(),
                user,
                password,
                token,
                ca,
                Duration.ofSeconds(2),
                none.acknowledge());
    }
}
