package io.dbvitals.app.validate.check;

import io.dbvitals.replication.ReplicationReader;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Standby;
import io.dbvitals.replication.state.Work;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Whether replicas have caught up. Those of a PostgreSQL primary must replay, within the lag that is allowed, what is written now: the
 * lag that the server itself tells stands still when replay does. A replica is asked on each of its channels. A MySQL source does not
 * know how far its replicas are.
 */
public final class ReplicationCheck {
    static final String NAME = "replication";

    private static final Duration STEP = Duration.ofMillis(200);

    private static final Check DENIED = new Check(
            NAME,
            Result.UNKNOWN,
            "the server does not show us its replication",
            "GRANT pg_monitor TO the monitoring user");

    private ReplicationCheck() {}

    public static Check of(Asked asked, Duration maxLag, Pause pause) throws InterruptedException {
        try {
            ReplicationState state = read(asked);
            if (!state.visible()) {
                return DENIED;
            }
            if (state.role() == Role.REPLICA) {
                return replica(state, asked.postgres(), maxLag);
            }
            return asked.postgres()
                    ? primary(asked, state, maxLag, pause)
                    : new Check(
                            NAME,
                            Result.UNKNOWN,
                            "this server follows none, and does not know how far its replicas are",
                            "make the replicas targets, and check those");
        } catch (CollectException e) {
            return Check.unknown(NAME, e);
        }
    }

    private static ReplicationState read(Asked asked) throws CollectException, InterruptedException {
        return ReplicationReader.read(asked.server(), asked.facts(), asked.deadline());
    }

    private static Check primary(Asked asked, ReplicationState first, Duration maxLag, Pause pause)
            throws CollectException, InterruptedException {
        Deadline until = asked.deadline().atMost(maxLag);
        List<Standby> standbys = first.standbys();
        List<Standby> behind = behind(standbys, first.position());
        while (!behind.isEmpty() && pause.before(until, STEP)) {
            standbys = read(asked).standbys();
            behind = behind(standbys, first.position());
        }
        if (standbys.isEmpty()) {
            return new Check(NAME, Result.FAILED, "no replica follows this server", "start the replicas");
        }
        String names = standbys.stream().map(Standby::name).collect(Collectors.joining(", "));
        return behind.isEmpty()
                ? Check.passed(NAME, standbys.size() + " caught up: " + names)
                : new Check(
                        NAME,
                        Result.FAILED,
                        behind.stream()
                                        .map(each -> each.name() + " (" + each.state() + ")")
                                        .collect(Collectors.joining(", "))
                                + " did not replay within " + seconds(maxLag) + " what was written then",
                        "see pg_stat_replication and the replica's log: replay may be paused, blocked or too slow");
    }

    private static List<Standby> behind(List<Standby> standbys, long position) {
        return standbys.stream().filter(each -> !each.reached(position)).toList();
    }

    private static Check replica(ReplicationState state, boolean postgres, Duration maxLag) {
        for (Channel channel : state.channels()) {
            boolean runs = channel.receiver() == Work.RUNS
                    && (postgres
                            || (channel.applier() == Work.RUNS
                                    && channel.lagSeconds().isPresent()));
            if (!runs) {
                return stopped(state, channel, postgres);
            }
        }
        OptionalDouble lag = state.lagSeconds();
        String reason = (postgres ? "this replica streams, " : "replication runs, ")
                + (lag.isEmpty()
                        ? "it has replayed nothing yet"
                        : String.format(Locale.ROOT, "%.1f s behind", lag.getAsDouble()));
        return lag.isPresent() && lag.getAsDouble() <= maxLag.toNanos() / 1e9
                ? Check.passed(NAME, reason)
                : new Check(
                        NAME,
                        Result.FAILED,
                        reason + "; at most " + seconds(maxLag) + " is allowed",
                        "wait until it has caught up, or see what it waits for");
    }

    /** What is wrong with it has been found already, and the worst is the first. */
    private static Check stopped(ReplicationState state, Channel channel, boolean postgres) {
        Finding finding = state.findings().isEmpty()
                ? Finding.critical("stopped", "", "see its log")
                : state.findings().get(0);
        int error = channel.applierError() == 0 ? channel.receiverError() : channel.applierError();
        String reason = postgres
                ? finding.text()
                : "replication does not run: I/O " + word(channel.receiver()) + ", SQL " + word(channel.applier())
                        + (error == 0 ? "" : ", error " + error);
        return new Check(NAME, Result.FAILED, reason, finding.remedy());
    }

    /** As the server itself says it. */
    private static String word(Work work) {
        return switch (work) {
            case RUNS -> "Yes";
            case CONNECTS -> "Connecting";
            case STOPPED, PAUSED -> "No";
            case UNKNOWN -> "?";
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}
