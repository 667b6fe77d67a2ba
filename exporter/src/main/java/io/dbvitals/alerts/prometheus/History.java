package io.dbvitals.alerts.prometheus;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.prometheus.RangeSeries.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When alerts fired: runs of samples of {@code ALERTS}. What fired for less than a step, as it is chosen by the span, may be missed; a
 * gap of up to two steps, as a restart of Prometheus makes one, does not end an episode.
 */
public final class History {
    /** Of one series: so that some hundred alerts fit into one answer. */
    private static final int MOST_POINTS = 1_500;

    private static final Duration LEAST_STEP = Duration.ofSeconds(1);

    private final Prometheus prometheus;

    public History(Prometheus prometheus) {
        this.prometheus = prometheus;
    }

    /** The newest first; {@code name}: an {@code alertname}, empty for all. */
    public List<Episode> between(Instant from, Instant to, Optional<String> name)
            throws AlertingException, InterruptedException {
        Duration step = Prometheus.step(Duration.between(from, to), MOST_POINTS, LEAST_STEP);
        String named = name.map(each -> ",alertname=" + quoted(each)).orElse("");
        List<RangeSeries> firing = prometheus.range("ALERTS{alertstate=\"firing\"" + named + "}", from, to, step);
        if (firing.isEmpty()) {
            return List.of();
        }
        Map<Map<String, String>, List<Point>> since = new HashMap<>();
        for (RangeSeries each :
                prometheus.range("ALERTS_FOR_STATE{" + named.replaceFirst(",", "") + "}", from, to, step)) {
            since.put(identity(each), each.points());
        }
        List<Episode> episodes = new ArrayList<>();
        for (RangeSeries each : firing) {
            Map<String, String> labels = identity(each);
            episodes.addAll(episodes(labels, each.points(), since.getOrDefault(labels, List.of()), step, to));
        }
        episodes.sort(Comparator.comparing(Episode::start).reversed().thenComparing(Episode::name));
        return episodes;
    }

    static List<Episode> episodes(
            Map<String, String> labels, List<Point> firing, List<Point> since, Duration step, Instant to) {
        List<Episode> episodes = new ArrayList<>();
        Duration gap = step.multipliedBy(2);
        int first = 0;
        for (int i = 1; i <= firing.size(); i++) {
            Instant last = firing.get(i - 1).at();
            if (i == firing.size() || Duration.between(last, firing.get(i).at()).compareTo(gap) > 0) {
                Instant start = start(firing.get(first).at(), since);
                boolean yet = Duration.between(last, to).compareTo(gap) <= 0;
                episodes.add(new Episode(labels, start, last, yet));
                first = i;
            }
        }
        return episodes;
    }

    /** What {@code ALERTS_FOR_STATE} says at that moment: the second in which the condition came true. */
    private static Instant start(Instant seen, List<Point> since) {
        return since.stream()
                .filter(point -> point.at().equals(seen) && Double.isFinite(point.value()))
                .map(point -> Instant.ofEpochMilli(Math.round(point.value() * 1000)))
                .filter(start -> !start.isAfter(seen))
                .findFirst()
                .orElse(seen);
    }

    private static Map<String, String> identity(RangeSeries series) {
        Map<String, String> labels = new HashMap<>(series.labels());
        labels.remove("__name__");
        labels.remove("alertstate");
        return labels;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
