package io.dbvitals.alerts.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.prometheus.RangeSeries.Point;
import io.dbvitals.alerts.web.Upstream;
import io.dbvitals.config.Config;
import io.dbvitals.config.json.JsonNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Prometheus, asked over its HTTP API. */
public final class Prometheus {
    /** That it gives of one series. */
    public static final int MOST_POINTS = 11_000;

    private final Upstream upstream;

    private Prometheus(Upstream upstream) {
        this.upstream = upstream;
    }

    /** The configured one; nothing is asked yet. */
    public static Prometheus of(Config.Alerting alerting) throws AlertingException {
        if (alerting.prometheus().isEmpty()) {
            throw new AlertingException(
                    Reason.NOT_CONFIGURED,
                    "no Prometheus is configured: give alerting.prometheus, as in http://prometheus:9090");
        }
        return new Prometheus(Upstream.of("Prometheus", alerting.prometheus().get(), alerting));
    }

    /** {@code the Prometheus at http://…}. */
    public String name() {
        return upstream.name();
    }

    /**
     * What the expression was, by {@code query_range}.
     *
     * @param step between two points; so long that there are no more than {@link #MOST_POINTS}, see {@link #step}
     */
    public List<RangeSeries> range(String promql, Instant from, Instant to, Duration step)
            throws AlertingException, InterruptedException {
        if (step.isNegative() || step.isZero() || from.isAfter(to)) {
            throw AlertingException.refused("a range must go forward, in steps above 0");
        }
        if (Duration.between(from, to).dividedBy(step) >= MOST_POINTS) {
            throw AlertingException.refused(
                    "a range must have fewer than " + MOST_POINTS + " points: take a longer step");
        }
        JsonNode answer = upstream.ask(
                "/api/v1/query_range",
                "query=" + encoded(promql) + "&start=" + seconds(from) + "&end=" + seconds(to) + "&step="
                        + BigDecimal.valueOf(step.toMillis(), 3).toPlainString());
        return series(answer, "matrix");
    }

    /** What the expression was at one moment, by {@code query}: one point each. */
    public List<RangeSeries> at(String promql, Instant moment) throws AlertingException, InterruptedException {
        JsonNode answer = upstream.ask("/api/v1/query", "query=" + encoded(promql) + "&time=" + seconds(moment));
        return series(answer, "vector");
    }

    /**
     * The step in whole seconds by which a span has no more than so many points.
     *
     * @param least that it shall be, whatever the span
     */
    public static Duration step(Duration span, int points, Duration least) {
        Duration needed = Duration.ofSeconds((span.toSeconds() + points - 1) / points);
        return needed.compareTo(least) > 0 ? needed : least;
    }

    private List<RangeSeries> series(JsonNode answer, String type) throws AlertingException {
        JsonNode result = answer.member("data").orElseThrow(() -> upstream.broken("answered something else"));
        if (!answer.text("status").equals("success")) {
            throw upstream.broken("answered without success");
        }
        if (!result.text("resultType").equals(type)) {
            throw AlertingException.refused("the expression must give series, not a " + result.text("resultType"));
        }
        try {
            return result.items("result").stream()
                    .map(each -> new RangeSeries(labels(each), points(each, type)))
                    .toList();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw upstream.broken("answered series that are none");
        }
    }

    private static List<Point> points(JsonNode series, String type) {
        return (type.equals("vector") ? series.member("value").stream() : series.items("values").stream())
                .map(Prometheus::point)
                .toList();
    }

    private static Map<String, String> labels(JsonNode series) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (series.member("metric").orElse(series) instanceof JsonNode.Members metric) {
            metric.members()
                    .forEach(each -> labels.put(each.name(), each.value().text()));
        }
        return labels;
    }

    /** {@code [1700000000.5,"1"]}. */
    private static Point point(JsonNode pair) {
        List<JsonNode> items = pair.items();
        BigDecimal seconds = new BigDecimal(items.get(0).text());
        return new Point(
                Instant.ofEpochMilli(seconds.movePointRight(3).longValue()),
                value(items.get(1).text()));
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static String seconds(Instant moment) {
        return BigDecimal.valueOf(moment.toEpochMilli(), 3).toPlainString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
