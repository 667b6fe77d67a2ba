package io.dbvitals.cli.metrics;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.prometheus.Prometheus;
import io.dbvitals.app.history.Histories;
import io.dbvitals.app.history.History;
import io.dbvitals.cli.metrics.Sheet.Past;
import io.dbvitals.cli.metrics.Sheet.Series;
import io.dbvitals.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** History without a service: what Prometheus has, and nothing where none is configured, as a command remembers nothing. */
final class Backwards {
    private Backwards() {}

    static Past of(Config config, String target, int hours) throws InterruptedException {
        if (config.alerting().prometheus().isEmpty()) {
            return Past.none(
                    "no service runs that remembers, and no Prometheus is configured: see alerting.prometheus");
        }
        try {
            return past(
                    Histories.asked(Prometheus.of(config.alerting()), target, Duration.ofHours(hours), Instant.now()));
        } catch (AlertingException e) {
            return Past.none(String.valueOf(e.getMessage()));
        }
    }

    private static Past past(History history) {
        List<Long> timestamps = LongStream.range(0, history.points())
                .mapToObj(i ->
                        history.from().getEpochSecond() + i * history.step().toSeconds())
                .toList();
        return new Past(
                history.source(),
                history.trouble(),
                timestamps,
                history.lines().stream()
                        .map(line -> new Series(line.name(), line.values()))
                        .toList());
    }
}
