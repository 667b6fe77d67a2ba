package io.dbvitals.cli.health.replication;

import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.app.report.Level;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The report on replication for programs. */
final class ReplicationJson {
    private ReplicationJson() {}

    static Map<String, Object> of(List<ReplicationReport> reports, Level level, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", level.label());
        answer.put("timestamp", now);
        answer.put("targets", reports.stream().map(ReplicationJson::target).toList());
        return answer;
    }

    private static Map<String, Object> target(ReplicationReport report) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", report.target());
        target.put("kind", report.kind());
        target.put("address", report.address());
        target.put("status", report.level().label());
        target.put("error", report.trouble());
        report.state().ifPresent(state -> state(target, state, report));
        target.put(
                "findings",
                report.findings().stream().map(ReplicationJson::finding).toList());
        return target;
    }

    private static void state(Map<String, Object> target, ReplicationState state, ReplicationReport report) {
        target.put("role", label(state.role()));
        target.put("visible", state.visible());
        target.put("timeline", state.timeline());
        target.put("lag_seconds", known(state.lagSeconds()));
        target.put("lag_bytes", known(state.lagBytes()));
        target.put("trend", report.trend().direction().label());
        target.put("trend_per_second", report.trend().perSecond());
        target.put("caught_up_in_seconds", report.trend().caughtUpIn().map(ReplicationJson::seconds));
        target.put(
                "channels",
                state.channels().stream().map(ReplicationJson::channel).toList());
        target.put(
                "standbys",
                state.standbys().stream().map(ReplicationJson::standby).toList());
        target.put("slots", state.slots().stream().map(ReplicationJson::slot).toList());
    }

    private static Map<String, Object> channel(Channel channel) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", channel.name());
        one.put("source", channel.source());
        one.put("receiver", label(channel.receiver()));
        one.put("applier", label(channel.applier()));
        one.put("lag_seconds", known(channel.lagSeconds()));
        one.put("lag_bytes", known(channel.lagBytes()));
        one.put("receiver_error", channel.receiverError());
        one.put("applier_error", channel.applierError());
        return one;
    }

    private static Map<String, Object> standby(Standby standby) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", standby.name());
        one.put("state", standby.state());
        one.put("synchronous", standby.synchronous());
        one.put("lag_seconds", known(standby.lagSeconds()));
        one.put("lag_bytes", known(standby.lagBytes()));
        return one;
    }

    private static Map<String, Object> slot(Slot slot) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", slot.name());
        one.put("logical", slot.logical());
        one.put("active", slot.active());
        one.put("retained_bytes", known(slot.retainedBytes()));
        one.put("wal_status", slot.walStatus());
        one.put("invalid", slot.invalid());
        one.put("inactive_seconds", slot.inactiveFor().map(ReplicationJson::seconds));
        return one;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", finding.id());
        one.put("severity", finding.severity().label());
        one.put("text", finding.text());
        one.put("remedy", finding.remedy());
        return one;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Double> known(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
