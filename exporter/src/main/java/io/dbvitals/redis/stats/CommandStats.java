package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.LabelCache;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.prometheus.metrics.model.snapshots.Labels;

/** Calls and time of every command, from INFO's section Commandstats; subcommands are their own, as {@code config|get}. */
public final class CommandStats implements Subject {
    static final String PREFIX = "cmdstat_";
    private static final double MICROS = 1e6;

    private static final Family CALLS = Family.counter("commands_total", "Total number of calls per command");
    private static final Family DURATION =
            Family.counter("commands_duration_seconds_total", "Total amount of time in seconds spent per command");
    private static final Family REJECTED = Family.counter(
            "commands_rejected_calls_total", "Calls that were rejected before the command began, per command");
    private static final Family FAILED =
            Family.counter("commands_failed_calls_total", "Calls that failed while the command ran, per command");

    private final LabelCache labels = new LabelCache("cmd");

    @Override
    public String name() {
        return "redis_commandstats";
    }

    @Override
    public boolean applies(Info info) {
        return info.hasSection("commandstats");
    }

    @Override
    public void map(Readout readout, Gathering out) {
        for (Info.Field field : readout.info().section("commandstats")) {
            if (field.name().startsWith(PREFIX)) {
                Labels cmd = labels.of(field.name().substring(PREFIX.length()), out);
                Pairs pairs = Pairs.parse(field.value(), ',');
                out.add(CALLS, pairs.number("calls"), cmd);
                out.add(DURATION, pairs.number("usec") / MICROS, cmd);
                out.add(REJECTED, pairs.number("rejected_calls"), cmd);
                out.add(FAILED, pairs.number("failed_calls"), cmd);
            }
        }
    }
}
