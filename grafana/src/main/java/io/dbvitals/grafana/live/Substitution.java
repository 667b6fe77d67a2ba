package io.dbvitals.grafana.live;

import java.time.Duration;

/** What Grafana puts in place of its variables, when everything is chosen. */
public final class Substitution {
    /** Four scrapes, as Grafana takes it. */
    private static final String RATE_INTERVAL = "1m";

    private Substitution() {}

    /** The query as Prometheus gets it. */
    public static String in(String expr, Duration range, Duration step) {
        return expr.replace("$__rate_interval", RATE_INTERVAL)
                .replace("$__range", range.toSeconds() + "s")
                .replace("$__interval", step.toSeconds() + "s")
                .replaceAll("\\$[a-z]+", ".*");
    }
}
