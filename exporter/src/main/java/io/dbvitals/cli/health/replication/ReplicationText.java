package io.dbvitals.cli.health.replication;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import io.dbvitals.replication.state.Trend;
import io.dbvitals.replication.state.Trend.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The report on replication for people. */
final class ReplicationText {
    private static final String REMEDY = "            to do  ";

    private ReplicationText() {}

    static List<String> lines(ReplicationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.target() + " (" + report.kind() + ", " + report.address() + "): "
                + report.level().label()
                + report.state().map(ReplicationText::head).orElse(""));
        if (!report.trouble().isEmpty()) {
            lines.add("  " + Texts.plain(report.trouble()));
        }
        report.state().ifPresent(state -> {
            state.channels().forEach(channel -> lines.add(line("channel", channel(channel))));
            state.standbys().forEach(standby -> lines.add(line("standby", standby(standby))));
            state.slots().forEach(slot -> lines.add(line("slot", slot(slot))));
        });
        if (report.trend().direction() != Direction.UNKNOWN) {
            lines.add(line("lag", trend(report.trend())));
        }
        for (Finding finding : report.findings()) {
            lines.add(line(finding.severity().label(), finding.text()));
            lines.add(REMEDY + Texts.plain(finding.remedy()));
        }
        return lines;
    }

    private static String head(ReplicationState state) {
        return switch (state.role()) {
            case PRIMARY -> ", a primary";
            case REPLICA -> ", a replica";
            case ALONE -> ", it follows none and none follows it";
        };
    }

    private static String line(String what, String text) {
        return String.format("  %-9s %s", what, Texts.plain(text));
    }

    private static String channel(Channel channel) {
        return (channel.name().isEmpty() ? "" : channel.name() + " ")
                + (channel.source().isEmpty() ? "" : "from " + channel.source() + ": ")
                + "receiver " + word(channel.receiver()) + ", replay " + word(channel.applier()) + ", "
                + behind(channel.lagSeconds(), channel.lagBytes());
    }

    private static String standby(Standby standby) {
        return standby.name() + ": " + (standby.state().isEmpty() ? "hidden" : standby.state())
                + (standby.synchronous() ? ", synchronous" : "") + ", "
                + behind(standby.lagSeconds(), standby.lagBytes());
    }

    private static String slot(Slot slot) {
        return slot.name() + ": " + (slot.logical() ? "logical, " : "") + (slot.active() ? "active" : "inactive")
                + (slot.retainedBytes().isPresent()
                        ? ", keeps " + mebibytes(slot.retainedBytes().getAsDouble())
                        : "")
                + (slot.walStatus().isEmpty() ? "" : ", " + slot.walStatus());
    }

    private static String trend(Trend trend) {
        return trend.direction().label()
                + trend.caughtUpIn()
                        .map(left -> ", caught up in " + left.toSeconds() + " s at this rate")
                        .orElse("");
    }

    private static String behind(OptionalDouble seconds, OptionalDouble bytes) {
        String known = (seconds.isPresent() ? String.format(Locale.ROOT, "%.1f s", seconds.getAsDouble()) : "")
                + (seconds.isPresent() && bytes.isPresent() ? " and " : "")
                + (bytes.isPresent() ? mebibytes(bytes.getAsDouble()) : "");
        return known.isEmpty() ? "lag unknown" : known + " behind";
    }

    private static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
    }

    private static String word(Enum<?> work) {
        return work.name().toLowerCase(Locale.ROOT);
    }
}
