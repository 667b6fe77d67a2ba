package io.dbvitals.http;

import io.dbvitals.config.Config;
import java.time.Duration;
import org.eclipse.jetty.server.Request;

/** How long a scrape may last. */
final class Budget {
    private static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";
    private static final double MAX_SECONDS = 86_400;

    private Budget() {}

    /**
     * The configured budget, or less when Prometheus waits less: its timeout without the margin, but never less than half
     * of it. A header that is no positive number is ignored.
     */
    static Duration of(Request request, Config.Scrape limits) {
        String header = request.getHeaders().get(HEADER);
        if (header == null) {
            return limits.budget();
        }
        double seconds;
        try {
            seconds = Double.parseDouble(header);
        } catch (NumberFormatException e) {
            return limits.budget();
        }
        if (!(seconds > 0 && seconds < MAX_SECONDS)) {
            return limits.budget();
        }
        Duration granted = Duration.ofNanos((long) (seconds * 1e9));
        Duration usable = longer(granted.minus(limits.margin()), granted.dividedBy(2));
        return usable.compareTo(limits.budget()) < 0 ? usable : limits.budget();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
