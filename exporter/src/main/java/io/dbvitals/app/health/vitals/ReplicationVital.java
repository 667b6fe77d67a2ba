package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.replication.ReplicationReader;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Trend;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Whether a server's replication works, and how far behind it is. A replica that vanished between two readings is missed: that it is no
 * longer listed says nothing good. How many there must be at any time is said by the threshold {@code replicas} of the target. A lag
 * that grows between two readings is bad before it is large.
 */
final class ReplicationVital {
    private static final String NAME = "replication";
    private static final int POSTGRES = 15;
    private static final int MYSQL = 20;

    /** Of a lag that grows for as long as it is watched; how large it has become is judged by itself. */
    private static final Bounds GROWTH = new Bounds(0.1, 0.5, Double.POSITIVE_INFINITY);

    /** Two readings that are closer say nothing of where the lag goes. */
    private static final Duration APART = Duration.ofSeconds(10);

    private int mostStandbys;
    private Optional<ReplicationState> earlier = Optional.empty();

    Vital read(SqlVitals.Asked asked, Limits limits) throws InterruptedException {
        int weight = asked.facts().engine() == Engine.POSTGRES ? POSTGRES : MYSQL;
        try {
            return judge(ReplicationReader.read(asked.server(), asked.facts(), asked.deadline()), weight, limits);
        } catch (CollectException e) {
            return Vital.unknown(NAME, weight, String.valueOf(e.getMessage()));
        }
    }

    Vital judge(ReplicationState state, int weight, Limits limits) {
        mostStandbys = Math.max(mostStandbys, state.standbys().size());
        boolean replica = state.role() == ReplicationState.Role.REPLICA;
        boolean expected = limits.thresholds().containsKey("replicas");
        boolean alone = state.role() == ReplicationState.Role.ALONE && mostStandbys == 0 && !expected;
        if (alone && state.visible()) {
            return Vital.notApplicable(NAME, weight, "not applicable: it follows no server, and none follows it");
        }
        List<Finding> critical = state.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.CRITICAL)
                .toList();
        Draft draft = new Draft(NAME, weight)
                .hidden(state.visible() ? "" : "a right is missing to see all of it")
                .needs(
                        "halves of channels that do not work",
                        count(state.brokenThreads()),
                        Unit.COUNT,
                        new Bounds(0, 0.5, 1))
                .needs("replicas that are gone", count(state.missing(mostStandbys)), Unit.COUNT, new Bounds(0, 0.5, 1))
                .needs(
                        critical.isEmpty() ? "faults" : "faults (" + texts(critical) + ")",
                        count(critical.size()),
                        Unit.COUNT,
                        new Bounds(0, 0.5, 1))
                .may(
                        "log kept for a slot",
                        Optional.of(state.retainedBytes()),
                        Unit.BYTES,
                        limits.of("replication_slot_lag_bytes", new Bounds(1L << 30, 5L << 30, 20L << 30)));
        if (expected) {
            double connected = state.standbys().size();
            draft.needs("replicas", Optional.of(connected), Unit.COUNT, limits.of("replicas", new Bounds(1, 0, 0)));
        }
        Bounds lag = limits.of("replication_lag_seconds", new Bounds(5, 30, 300));
        Optional<Double> seconds = boxed(state.lagSeconds());
        draft.may("seconds that the lag grows by in each", growth(state), Unit.COUNT, GROWTH);
        // Of its replicas a primary may not know how late they are; a replica should.
        return (replica
                        ? draft.needs("lag behind the primary", seconds, Unit.SECONDS, lag)
                        : draft.may("lag of the slowest replica", seconds, Unit.SECONDS, lag))
                .vital();
    }

    /** Since the reading before; a replay that stands still loses one second in each. Empty where there is nothing to compare. */
    private Optional<Double> growth(ReplicationState state) {
        Optional<ReplicationState> before = earlier;
        earlier = Optional.of(state);
        if (before.isEmpty() || Duration.between(before.get().at(), state.at()).compareTo(APART) < 0) {
            return Optional.empty();
        }
        Trend trend = Trend.between(before.get(), state);
        if (trend.direction() == Trend.Direction.UNKNOWN) {
            return Optional.empty();
        }
        OptionalDouble from = before.get().lagSeconds();
        OptionalDouble to = state.lagSeconds();
        boolean grows = trend.direction() == Trend.Direction.GROWING && from.isPresent() && to.isPresent();
        double elapsed = Duration.between(before.get().at(), state.at()).toNanos() / 1e9;
        return Optional.of(grows ? Math.max(0, (to.getAsDouble() - from.getAsDouble()) / elapsed) : 0);
    }

    private static String texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).collect(Collectors.joining("; "));
    }

    private static Optional<Double> count(int number) {
        return Optional.of((double) number);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
