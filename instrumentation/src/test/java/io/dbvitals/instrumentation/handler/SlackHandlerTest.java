package io.dbvitals.instrumentation.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class SlackHandlerTest {
    @Test
    void payload_isWhatAnIncomingWebhookTakes() throws Exception {
        try (Sink sink = Sink.answering();
                SlackHandler handler = SlackHandler.to(sink.url("/services/T/B/s3cret"))) {
            handler.handle(Events.exhausted());
            Map<String, Object> payload = read(sink.bodies.remove());
            assertThat(payload).containsEntry("text", "Pool orders is exhausted: größer wird er nicht.");
            Map<?, ?> attachment = attachment(payload);
            assertThat(attachment.get("color")).isEqualTo("danger");
            assertThat(attachment.get("title")).isEqualTo("pool_exhausted orders");
            assertThat(attachment.get("ts")).isEqualTo(1767268800);
            assertThat((List<?>) attachment.get("fields"))
                    .first()
                    .isEqualTo(Map.of("title", "active", "value", "10", "short", true));
            assertThat(attachment.get("fields").toString())
                    .contains("a \"quoted\" &lt;b&gt;line&lt;/b&gt;\n&amp; another");
        }
    }

    @Test
    void mention_isAText_andLengthIsBounded() {
        Map<String, String> many = IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v"));
        Event event =
                new Event(Instant.EPOCH, Severity.WARNING, "kind", "<!channel>", "<!here> " + "x".repeat(9000), many);
        Map<String, Object> payload = read(SlackHandler.payload(event));
        assertThat(payload.get("text").toString())
                .startsWith("&lt;!here&gt; xxx")
                .hasSizeLessThan(3010);
        assertThat(attachment(payload).get("title")).isEqualTo("kind &lt;!channel&gt;");
        assertThat((List<?>) attachment(payload).get("fields")).hasSize(10);
        assertThat(attachment(payload).get("color")).isEqualTo("warning");
    }

    @Test
    void outage_isAnError() {
        try (Sink sink = Sink.answering(404);
                SlackHandler handler =
                        SlackHandler.to(sink.url("/services/T/B/s3cret"), Duration.ofSeconds(5), Retries.NONE)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .hasMessage("Slack webhook at 127.0.0.1 answered 404");
        }
    }

    private static Map<String, Object> read(String json) {
        return new Yaml().load(json);
    }

    private static Map<?, ?> attachment(Map<String, Object> payload) {
        return (Map<?, ?>) ((List<?>) payload.get("attachments")).get(0);
    }
}
