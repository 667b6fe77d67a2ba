package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Posts events to an incoming webhook of Slack, or of Mattermost, which takes the same. */
public final class SlackHandler implements EventHandler {
    /** Slack shows no more of a text. */
    private static final int LONGEST = 3000;

    private static final int MOST_FIELDS = 10;
    private static final int SHORT = 40;

    private final HttpPost post;

    private SlackHandler(HttpPost post) {
        this.post = post;
    }

    /** The address is a secret: who has it may write to the channel. */
    public static SlackHandler to(String webhookUrl) {
        return to(webhookUrl, WebhookHandler.TIMEOUT, Retries.DEFAULTS);
    }

    public static SlackHandler to(String webhookUrl, Duration timeout, Retries retries) {
        return new SlackHandler(new HttpPost("Slack webhook", webhookUrl, Map.of(), timeout, retries));
    }

    @Override
    public void handle(Event event) throws DeliveryException, InterruptedException {
        post.post(payload(event));
    }

    @Override
    public void close() {
        post.close();
    }

    static String payload(Event event) {
        List<Map<String, Object>> fields = event.attributes().entrySet().stream()
                .limit(MOST_FIELDS)
                .<Map<String, Object>>map(each -> Map.of(
                        "title", escape(each.getKey()),
                        "value", escape(each.getValue()),
                        "short", each.getValue().length() <= SHORT))
                .toList();
        String text = escape(event.text());
        return Json.of(Map.of(
                "text",
                text,
                "attachments",
                List.of(Map.of(
                        "color",
                        color(event),
                        "fallback",
                        text,
                        "title",
                        escape(event.kind() + " " + event.subject()),
                        "fields",
                        fields,
                        "ts",
                        event.at().getEpochSecond()))));
    }

    /** Slack's three control characters; what begins a mention or a link is a text. */
    private static String escape(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String color(Event event) {
        return switch (event.severity()) {
            case INFO -> "good";
            case WARNING -> "warning";
            case CRITICAL -> "danger";
        };
    }
}
