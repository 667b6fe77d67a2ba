package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.api.ApiConfig.Anonymous;
import io.dbvitals.config.api.ApiConfig.Role;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.resource.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Attacks on the real server: all are refused, it goes on answering, and no secret comes out. */
class SecurityIT {
    private static final String TOKEN = "secret-0123456789abcdef";
    private static final String PASSWORD = "secret-sesam";
    private static final int BAD_LOGINS = 10_000;

    @TempDir
    Path folder;

    private final List<String> reached = Collections.synchronizedList(new ArrayList<>());
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Stand stand;

    @BeforeEach
    void prepare() throws Exception {
        log.start();
        root.addAppender(log);
        Files.writeString(folder.resolve("token"), TOKEN);
        stand = new Stand();
        stand.operations = List.of(
                Operation.get("/api/v1/things/{name}", call -> {
                    reached.add(call.variable("name"));
                    return Answer.json(200, Map.of());
                }),
                Operation.post("/api/v1/things", call -> {
                    reached.add(call.caller().name());
                    return Answer.json(200, Map.of());
                }));
        stand.api = new ApiConfig(
                List.of("alice"),
                List.of(new ApiConfig.Token("deploy", Role.ADMIN, folder.resolve("token"))),
                List.of(new ApiConfig.Subject(new X500Principal("CN=ops"), Role.ADMIN)),
                Optional.of(Anonymous.VIEWER),
                ApiConfig.Limits.STANDARD);
    }

    @AfterEach
    void nothingSecretWasLogged() {
        root.detachAppender(log);
        stand.close();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("secret-") || line.contains("$2y$"));
    }

    private void users(int cost) {
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(cost, PASSWORD.toCharArray());
        stand.webConfig = new WebConfig(Optional.empty(), Map.of("alice", hash), Map.of(), false);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("alice:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stand.service().port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void tenThousandBadLogins_keepNobodyElseOut() throws Exception {
        users(10);
        stand.start(Map.of());
        assertThat(stand.get("/metrics", "Authorization", basic(PASSWORD)).statusCode())
                .isEqualTo(200);
        Semaphore atOnce = new Semaphore(100);
        Map<Integer, AtomicInteger> answers =
                Map.of(401, new AtomicInteger(), 429, new AtomicInteger(), 503, new AtomicInteger());
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < BAD_LOGINS; i++) {
            assertThat(atOnce.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            String login = i % 2 == 0 ? basic("secret-guess" + i) : "Bearer secret-guess-" + i;
            sent.add(stand.client()
                    .sendAsync(stand.request("GET", "/metrics", "Authorization", login), BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> atOnce.release()));
            if (i % 500 == 0) {
                assertThat(stand.get("/-/healthy").statusCode()).isEqualTo(200);
                assertThat(stand.get("/metrics", "Authorization", basic(PASSWORD))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(stand.get("/metrics", "Authorization", "Bearer " + TOKEN)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        for (CompletableFuture<HttpResponse<String>> each : sent) {
            HttpResponse<String> answer = each.get(60, TimeUnit.SECONDS);
            answers.get(answer.statusCode()).incrementAndGet();
            assertThat(answer.body()).doesNotContain("secret", "$2y$");
        }
        assertThat(answers.get(429).get()).isGreaterThan(BAD_LOGINS / 2);
        assertThat(answers.get(401).get()).isPositive();
        assertThat(stand.get("/metrics", "Authorization", basic("wrong"))
                        .headers()
                        .firstValue("retry-after"))
                .isPresent();
        assertThat(log.list).as("said once, not ten thousand times").hasSizeLessThan(20);
    }

    @Test
    void token_isThatOfTheChangedFile() throws Exception {
        stand.start(Map.of());
        String[] old = {"Content-Type", "application/json", "Authorization", "Bearer " + TOKEN};
        assertThat(stand.post("/api/v1/things", "{}", old).statusCode()).isEqualTo(200);
        Files.writeString(folder.resolve("token"), "secret-after-the-rotation\n");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> stand.post("/api/v1/things", "{}", old).statusCode() == 401);
        String[] fresh = {"Content-Type", "application/json", "Authorization", "Bearer secret-after-the-rotation"};
        assertThat(stand.post("/api/v1/things", "{}", fresh).statusCode()).isEqualTo(200);
    }

    @Test
    void admins_areThoseOfTheChangedConfiguration() throws Exception {
        stand.start(Map.of());
        String[] headers = {"Content-Type", "application/json", "Authorization", "Bearer " + TOKEN};
        assertThat(stand.post("/api/v1/things", "{}", headers).statusCode()).isEqualTo(200);
        stand.api = new ApiConfig(
                List.of("alice"),
                List.of(new ApiConfig.Token("deploy", Role.VIEWER, folder.resolve("token"))),
                List.of(),
                Optional.empty(),
                ApiConfig.Limits.STANDARD);
        assertThat(stand.post("/api/v1/things", "{}", headers).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /api/v1/things/../../../etc/passwd        | 404
            GET /api/v1/../../../etc/passwd               | 400
            GET /api/v1/things/%2e%2e/%2e%2e/etc/passwd   | 400 404
            GET /api/v1/things/..%2f..%2fetc%2fpasswd     | 400
            GET /api/v1/things/a%2fb                      | 400
            GET /api/v1/things/a%5cb                      | 400 404
            GET /api/v1/things/a;x=y                      | 400 404
            GET /api/v1/things/%00                        | 400
            GET /api/v1/things/a%00.json                  | 400
            GET /api/v1/things/a%0d%0aSet-Cookie:a=b      | 400
            GET /api/v1/things/%1b[2J                     | 400
            GET /api/v1/things/%c0%ae%c0%ae               | 400
            GET //api/v1//things//a                       | 400 404
            TRACE /api/v1/things/a                        | 405
            """)
    void path_reachesNothingElse(String request, String statuses) throws Exception {
        stand.start(Map.of());
        String answer = exchange(request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(List.of(statuses.split(" "))).as(answer).contains(answer.substring(9, 12));
        assertThat(answer).doesNotContain("root:", "Set-Cookie", "Exception", "\u001b");
        assertThat(reached).isEmpty();
    }

    @Test
    void longBody_isRefused_alsoWhereItsLengthIsNotSaid() throws Exception {
        stand.start(Map.of());
        String head =
                "POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + TOKEN + "\r\n";
        String said = exchange(head + "Connection: close\r\nContent-Length: 70000\r\n\r\n");
        assertThat(said).startsWith("HTTP/1.1 413 ").contains("application/problem+json", "\"status\":413");
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        String unsaid = exchange(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(6));
        assertThat(unsaid).startsWith("HTTP/1.1 413 ").contains("\"detail\":\"the body is too long\"");
        assertThat(reached).isEmpty();
    }

    @Test
    void bodyThatTricklesIn_isCutOff() throws Exception {
        stand.idleMillis = 1_500;
        stand.start(Map.of());
        String answer = exchange("POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n{");
        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"detail\":\"the body did not come in time\"");
        assertThat(stand.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(reached).isEmpty();
    }

    @Test
    void bodyThatIsNotUtf8_isRefused() throws Exception {
        stand.start(Map.of());
        String answer = exchange("POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: 2\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n\u00ff\u00fe");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"detail\":\"the body is not UTF-8\"");
        assertThat(reached).isEmpty();
    }

    @Test
    void certificate_makesAnAdmin_onlyWhereItWasVerified() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("server", "EC", "dns:localhost");
        pki.sign("ops", "EC", "dns:ops");
        pki.sign("other", "EC", "dns:other");
        assertThat(change(pki, "VerifyClientCertIfGiven", "ops")).isEqualTo(200);
        assertThat(reached).containsExactly("CN=ops");
        assertThat(change(pki, "VerifyClientCertIfGiven", "other")).isEqualTo(401);
        assertThat(change(pki, "VerifyClientCertIfGiven", "")).isEqualTo(401);
        assertThat(change(pki, "RequireAnyClientCert", "ops")).isEqualTo(401);
        assertThat(reached).hasSize(1);
    }

    private int change(Pki pki, String clientAuth, String alias) throws Exception {
        WebConfig.Tls tls = new WebConfig.Tls(
                pki.certificate("server", "server.pem"),
                pki.key("server", "server.key"),
                clientAuth,
                Optional.of(pki.certificate("ca", "ca.pem")),
                List.of(),
                "TLS12",
                "TLS13",
                List.of());
        stand.webConfig = new WebConfig(Optional.of(tls), Map.of(), Map.of(), false);
        stand.over(
                "https", HttpClient.newBuilder().sslContext(pki.client(alias)).build());
        stand.start(Map.of());
        int status = stand.post("/api/v1/things", "{}", "Content-Type", "application/json")
                .statusCode();
        stand.close();
        return status;
    }
}
