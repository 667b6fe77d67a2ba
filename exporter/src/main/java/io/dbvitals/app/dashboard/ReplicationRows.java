package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.ReplicationRow;
import io.dbvitals.app.dashboard.Sections.Rows;
import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whom one target follows, who follows it, and what its slots keep; what is wrong by itself stands in a row of its own. */
final class ReplicationRows {
    private ReplicationRows() {}

    static Rows<ReplicationRow> of(ReplicationReport report) {
        if (report.state().isEmpty()) {
            return Rows.missing(report.trouble());
        }
        ReplicationState state = report.state().get();
        String role = state.role().name().toLowerCase(Locale.ROOT);
        List<ReplicationRow> rows = new ArrayList<>();
        for (Channel channel : state.channels()) {
            boolean broken = channel.receiver().broken() || channel.applier().broken();
            String peer = channel.name().isEmpty() ? channel.source() : channel.name() + " of " + channel.source();
            rows.add(row(report, role, peer, broken, channel.lagSeconds(), channel.lagBytes()));
        }
        for (Standby standby : state.standbys()) {
            rows.add(row(
                    report,
                    role,
                    standby.name(),
                    standby.state().equals("startup"),
                    standby.lagSeconds(),
                    standby.lagBytes()));
        }
        for (Slot slot : state.slots()) {
            boolean broken = !slot.invalid().isEmpty();
            rows.add(row(report, role, "slot " + slot.name(), broken, OptionalDouble.empty(), slot.retainedBytes()));
        }
        for (Finding finding : report.findings()) {
            rows.add(new ReplicationRow(
                    report.target(),
                    role,
                    "",
                    switch (finding.severity()) {
                        case INFO -> "healthy";
                        case WARNING -> "degraded";
                        case CRITICAL -> "unhealthy";
                    },
                    Optional.empty(),
                    Optional.empty(),
                    finding.text() + ": " + finding.remedy()));
        }
        return Rows.of(rows);
    }

    private static ReplicationRow row(
            ReplicationReport report,
            String role,
            String peer,
            boolean broken,
            OptionalDouble seconds,
            OptionalDouble bytes) {
        return new ReplicationRow(
                report.target(), role, peer, broken ? "unhealthy" : "healthy", boxed(seconds), boxed(bytes), "");
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
