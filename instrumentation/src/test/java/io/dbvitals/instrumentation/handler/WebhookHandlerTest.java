package io.dbvitals.instrumentation.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.instrumentation.event.EventHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHandlerTest {
    private static final Retries FAST = new Retries(3, Duration.ofMillis(1), Duration.ofMillis(20));
    private static final String SECRET = "/hook/T0P-S3CRET?token=al50-s3cret";

    @Test
    void event_isPostedAsJson() throws Exception {
        try (Sink sink = Sink.answering();
                WebhookHandler handler = WebhookHandler.to(
                        sink.url(SECRET), Map.of("Authorization", "Bearer x"), Duration.ofSeconds(5), FAST)) {
            handler.handle(Events.exhausted());
            assertThat(sink.bodies)
                    .containsExactly("{\"at\":\"2026-01-01T12:00:00Z\",\"severity\":\"critical\","
                            + "\"kind\":\"pool_exhausted\",\"subject\":\"orders\","
                            + "\"text\":\"Pool orders is exhausted: größer wird er nicht.\","
                            + "\"attributes\":{\"active\":\"10\","
                            + "\"note\":\"a \\\"quoted\\\" <b>line</b>\\n& another \\u0001\"}}");
            assertThat(sink.requests.peek().getFirst("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(sink.requests.peek().getFirst("Authorization")).isEqualTo("Bearer x");
        }
    }

    @Test
    void whatMayPass_isTriedAgain() throws Exception {
        try (Sink sink = Sink.answering(503, 429);
                EventHandler handler = handler(sink, FAST)) {
            handler.handle(Events.exhausted());
            assertThat(sink.bodies).hasSize(3);
        }
    }

    @Test
    void attempts_areBounded_andTheSecretIsNotTold() {
        try (Sink sink = Sink.answering(500, 502, 503, 200);
                EventHandler handler = handler(sink, FAST)) {
            assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .isInstanceOf(DeliveryException.class)
                    .hasMessage("webhook at 127.0.0.1 answered 503, the last of 3 attempts")
                    .satisfies(WebhookHandlerTest::tellsNoSecret);
            assertThat(sink.bodies).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 410})
    void whatWillNotPass_isNotTriedAgain(int answer) {
        try (Sink sink = Sink.answering(answer);
                EventHandler handler = handler(sink, FAST)) {
            assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .hasMessage("webhook at 127.0.0.1 answered " + answer)
                    .satisfies(WebhookHandlerTest::tellsNoSecret);
            assertThat(sink.bodies).hasSize(1);
        }
    }

    @Test
    void nobodyListening_isToldWithoutTheAddress() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (EventHandler handler =
                WebhookHandler.to("http://127.0.0.1:" + port + SECRET, Map.of(), Duration.ofSeconds(5), FAST)) {
            assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .hasMessage("webhook at 127.0.0.1 could not be reached: ConnectException, the last of 3 attempts")
                    .satisfies(WebhookHandlerTest::tellsNoSecret);
        }
    }

    @Test
    void silentServer_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                EventHandler handler = WebhookHandler.to(
                        "http://127.0.0.1:" + silent.getLocalPort() + SECRET,
                        Map.of(),
                        Duration.ofMillis(200),
                        Retries.NONE)) {
            assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .hasMessage("webhook at 127.0.0.1 could not be reached: HttpTimeoutException")
                    .satisfies(WebhookHandlerTest::tellsNoSecret);
        }
    }

    @Test
    void closing_endsTheWaitForAnotherAttempt() throws InterruptedException {
        try (Sink sink = Sink.answering(Map.of("Retry-After", "3600"), 503)) {
            EventHandler handler = handler(sink, new Retries(3, Duration.ofHours(1), Duration.ofHours(1)));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    handler.handle(Events.exhausted());
                } catch (Exception e) {
                    thrown.set(e);
                }
            });
            thread.start();
            Awaitility.await().until(() -> sink.bodies.size() == 1);
            handler.close();
            thread.join();
            assertThat(thrown.get())
                    .hasMessage("webhook at 127.0.0.1 answered 503; not tried again, as it is being closed");
        }
    }

    @Test
    void pauses_double_followTheServer_andHaveALimit() {
        Retries retries = new Retries(9, Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(retries.pause(2, Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(retries.pause(3, Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(retries.pause(4, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(retries.pause(9, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(retries.pause(2, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> new Retries(0, Duration.ZERO, Duration.ZERO))
                .hasMessage("attempts must be at least 1, is 0");
    }

    @Test
    void address_mustBeOne_andIsNotRepeated() {
        assertThatThrownBy(() -> WebhookHandler.to("https://host/a b?s3cret"))
                .hasMessage("the address of the webhook is no URL")
                .hasNoCause();
        assertThatThrownBy(() -> SlackHandler.to("hooks.slack.com/services/s3cret"))
                .hasMessage("the address of the Slack webhook must begin with https:// or http:// and a host");
    }

    private static EventHandler handler(Sink sink, Retries retries) {
        return WebhookHandler.to(sink.url(SECRET), Map.of(), Duration.ofSeconds(5), retries);
    }

    private static void tellsNoSecret(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContainIgnoringCase("s3cret");
    }
}
