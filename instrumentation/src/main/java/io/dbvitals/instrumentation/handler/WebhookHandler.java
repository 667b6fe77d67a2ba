package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Posts each event as JSON:
 *
 * <pre>{@code
 * {"at":"2026-01-01T00:00:00Z","severity":"critical","kind":"pool_exhausted","subject":"orders",
 *  "text":"Pool orders is exhausted: …","attributes":{"active":"10","max":"10","waiting":"3"}}
 * }</pre>
 *
 * <p>What is not answered with 2xx is an error; answers 408, 429 and 5xx, and none at all, are tried again.
 */
public final class WebhookHandler implements EventHandler {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpPost post;

    private WebhookHandler(HttpPost post) {
        this.post = post;
    }

    public static WebhookHandler to(String url) {
        return to(url, Map.of(), TIMEOUT, Retries.DEFAULTS);
    }

    /**
     * With headers of the application's own.
     *
     * @param headers such as {@code Authorization}
     * @param timeout of connecting and of each attempt
     */
    public static WebhookHandler to(String url, Map<String, String> headers, Duration timeout, Retries retries) {
        return new WebhookHandler(new HttpPost("webhook", url, headers, timeout, retries));
    }

    @Override
    public void handle(Event event) throws DeliveryException, InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", event.at());
        json.put("severity", event.severity().name().toLowerCase(Locale.ROOT));
        json.put("kind", event.kind());
        json.put("subject", event.subject());
        json.put("text", event.text());
        json.put("attributes", event.attributes());
        post.post(Json.of(json));
    }

    @Override
    public void close() {
        post.close();
    }
}
