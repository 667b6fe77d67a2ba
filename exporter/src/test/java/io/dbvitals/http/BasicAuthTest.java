package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.http.access.Access;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class BasicAuthTest {
    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new Stand();
        stand.webConfig = users(Map.of("scraper", hash("sesam", 4), "Zoë", hash("p:w", 4)));
        // Only the queue is to refuse.
        stand.api = new ApiConfig(
                List.of(), List.of(), List.of(), Optional.empty(), new ApiConfig.Limits(30, 120, 1_200, 10_000));
        stand.start(Map.of());
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    private static WebConfig users(Map<String, String> users) {
        return new WebConfig(Optional.empty(), users, Map.of("X-Served-For", "tests"), false);
    }

    private static String hash(String password, int cost) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(cost, password.toCharArray());
    }

    private static String login(String user, String password) {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private int status(String user, String password) throws Exception {
        return stand.get("/metrics", "Authorization", login(user, password)).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/metrics", "/health", "/health/live", "/-/ready", "/probe", "/sd/targets", "/nothing"})
    void everyPath_isRefused_withoutALogin(String path) throws Exception {
        HttpResponse<String> answer = stand.get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValue("Basic realm=\"dbvitals\", charset=\"UTF-8\"");
        assertThat(answer.body()).isEqualTo("a user and its password are needed\n");
        assertThat(stand.scrapes).isEmpty();
    }

    @Test
    void login_isAccepted_whenUserAndPasswordFit() throws Exception {
        assertThat(status("scraper", "sesam")).isEqualTo(200);
        assertThat(status("Zoë", "p:w")).isEqualTo(200);
        assertThat(status("scraper", "p:w")).isEqualTo(401);
        assertThat(status("nobody", "sesam")).isEqualTo(401);
        assertThat(status("scraper", "")).isEqualTo(401);
        assertThat(status("scraper", "sesam".repeat(30))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Basic c2NyYXBlcg==", "Bearer c2NyYXBlcjpzZXNhbQ==", "Basic "})
    void login_isRefused_whenItIsNotUnderstood(String header) throws Exception {
        assertThat(stand.get("/metrics", "Authorization", header).statusCode()).isEqualTo(401);
    }

    @Test
    void users_areThoseOfTheChangedFile() throws Exception {
        assertThat(status("scraper", "sesam")).isEqualTo(200);

        stand.webConfig = users(Map.of("scraper", hash("changed", 4)));

        await().atMost(Duration.ofSeconds(5)).until(() -> status("scraper", "changed") == 200);
        assertThat(status("scraper", "sesam")).isEqualTo(401);
    }

    @Test
    void headers_areOnEveryAnswer() throws Exception {
        assertThat(stand.get("/metrics").headers().firstValue("x-served-for")).hasValue("tests");
        assertThat(stand.get("/", "Authorization", login("scraper", "sesam"))
                        .headers()
                        .firstValue("x-served-for"))
                .hasValue("tests");
    }

    @Test
    void verifiedLogin_isNotHashedAgain() throws Exception {
        stand.webConfig = users(Map.of("slow", hash("sesam", 13)));
        await().atMost(Duration.ofSeconds(20)).until(() -> status("slow", "sesam") == 200);

        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(status("slow", "sesam")).isEqualTo(200);
        }

        // One hash of this cost takes some 300 ms.
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2_000);
    }

    @Test
    void reload_isAllowedToThoseWhoAreKnown() throws Exception {
        assertThat(stand.send("POST", "/-/reload").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = stand.send(
                "POST", "/-/reload", "Authorization", login("scraper", "sesam"), "X-Forwarded-For", "192.0.2.7");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(stand.reloads).hasValue(1);
    }

    @Test
    void guessesAreTurnedAway_whenTheyComeTooFast_andKnownLoginsAreNot() throws Exception {
        stand.webConfig = users(Map.of("slow", hash("sesam", 11)));
        await().atMost(Duration.ofSeconds(20)).until(() -> status("slow", "sesam") == 200);
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(stand.client()
                    .sendAsync(
                            stand.request("GET", "/metrics", "Authorization", login("slow", "guess" + i)),
                            HttpResponse.BodyHandlers.ofString()));
        }

        assertThat(status("slow", "sesam")).isEqualTo(200);

        HttpResponse<String> busy = null;
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            HttpResponse<String> answer = guess.get(60, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isIn(401, 503);
            busy = answer.statusCode() == 503 ? answer : busy;
        }
        assertThat(busy).isNotNull();
        assertThat(busy.body()).isEqualTo("too many logins at once; try again\n");
        assertThat(busy.headers().firstValue("retry-after")).hasValue("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/health", "/sd/targets", "/nothing", "/health/primary/up"})
    void pages_tellNoSecret(String path) throws Exception {
        HttpResponse<String> page = stand.get(path, "Authorization", login("scraper", "sesam"));

        assertThat(page.body()).doesNotContain("sesam", "$2y$", "scraper");
        assertThat(page.headers().map().toString()).doesNotContain("sesam", "$2y$", "scraper");
    }

    @Test
    void switchingTlsOn_needsARestart_andOpensNothingUntilThen() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(Access.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            Path file = Path.of("server.pem");
            WebConfig.Tls tls = new WebConfig.Tls(
                    file, file, "NoClientCert", Optional.empty(), List.of(), "TLS12", "TLS13", List.of());
            stand.webConfig = new WebConfig(Optional.of(tls), Map.of(), Map.of(), false);

            await().atMost(Duration.ofSeconds(5)).until(() -> {
                stand.get("/metrics");
                return !lines.list.isEmpty();
            });

            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("the web configuration now says TLS; restart dbvitals for that,"
                            + " until then the one before is used");
            assertThat(stand.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(status("scraper", "sesam")).isEqualTo(200);
        } finally {
            log.detachAppender(lines);
        }
    }
}
