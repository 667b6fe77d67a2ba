package io.dbvitals.replication.mysql;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong with the replication of a MySQL or MariaDB server. */
final class MySqlFindings {
    private static final double DAY_SECONDS = 86400;

    /** A lag from which more threads may help. */
    private static final double LAG_SECONDS = 10;

    private final List<Channel> channels;
    private final boolean followed;
    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param followed whether a replica reads from it now
     * @param settings variables and status in their older words
     */
    MySqlFindings(List<Channel> channels, boolean followed, Map<String, String> settings) {
        this.channels = channels;
        this.followed = followed;
        this.settings = settings;
    }

    List<Finding> list() {
        channels.forEach(this::channel);
        if (!channels.isEmpty()) {
            replica();
        }
        if (followed) {
            source();
        }
        if (is("server_id", "0")) {
            findings.add(Finding.warning(
                    "server_id", "server_id is 0: it can neither follow nor be followed", "give it one of its own"));
        }
        if (is("log_bin", "OFF") && channels.isEmpty()) {
            findings.add(Finding.info(
                    "log_bin",
                    "log_bin is off: no replica can follow, and no backup can be rolled forward",
                    "turn it on, and restart"));
        }
        semiSync("master", "commits no longer wait for a replica");
        semiSync("slave", "it confirms no commits");
        return findings;
    }

    private void channel(Channel channel) {
        half(channel, "I/O thread", "io_thread", channel.receiver(), channel.receiverError());
        half(channel, "SQL thread", "sql_thread", channel.applier(), channel.applierError());
        boolean runs = channel.receiver() == Work.RUNS && channel.applier() == Work.RUNS;
        if (runs && channel.lagSeconds().isEmpty()) {
            findings.add(Finding.warning(
                    "lag_unknown",
                    "both threads of " + channel.title() + " run, and the server does not know how far it is behind",
                    "ask again; if it stays so, see the error log"));
        }
        if (!channel.tracked()) {
            findings.add(Finding.info(
                    "no_gtid",
                    channel.title() + " follows by file and position: after a failover it cannot find its place",
                    "use global transaction ids"));
        }
    }

    private void half(Channel channel, String what, String id, Work work, int error) {
        if (work == Work.RUNS) {
            return;
        }
        ThreadError known = ThreadError.of(error);
        String state = switch (work) {
            case CONNECTS -> "has no connection to " + channel.source();
            case STOPPED -> "does not run";
            default -> "is in a state that is not known";
        };
        findings.add(Finding.critical(
                id,
                "the " + what + " of " + channel.title() + " " + state
                        + (error == 0 ? "" : ": error " + error + ", " + known.meaning()),
                known.remedy()));
    }

    private void replica() {
        if (is("read_only", "OFF") || is("read_only", "0")) {
            findings.add(Finding.warning(
                    "writable",
                    "this replica takes writes of its own: read_only is off",
                    "SET GLOBAL read_only = ON, and in its configuration"));
        }
        double lag = channels.stream()
                .flatMapToDouble(each -> each.lagSeconds().stream())
                .max()
                .orElse(0);
        String threads =
                settings.getOrDefault("slave_parallel_workers", settings.getOrDefault("slave_parallel_threads", ""));
        if (lag > LAG_SECONDS && (threads.equals("0") || threads.equals("1"))) {
            findings.add(Finding.info(
                    "one_applier",
                    String.format(Locale.ROOT, "one thread applies all, and is %.0f s behind", lag),
                    "let 4 threads apply in parallel (replica_parallel_workers, slave_parallel_threads)"));
        }
    }

    private void source() {
        if (settings.containsKey("sync_binlog") && !is("sync_binlog", "1")) {
            findings.add(Finding.warning(
                    "sync_binlog",
                    "sync_binlog is " + settings.get("sync_binlog")
                            + ": after a crash of the machine a replica may have what this server has lost",
                    "SET GLOBAL sync_binlog = 1, if its disk can"));
        }
        double seconds = number("binlog_expire_logs_seconds") > 0
                ? number("binlog_expire_logs_seconds")
                : number("expire_logs_days") * DAY_SECONDS;
        if (seconds == 0) {
            findings.add(Finding.warning(
                    "binlog_expiry",
                    "binary logs are never removed: binlog_expire_logs_seconds is 0",
                    "keep as many days as a replica may be down"));
        } else if (seconds > 0 && seconds < DAY_SECONDS) {
            findings.add(Finding.warning(
                    "binlog_expiry",
                    String.format(
                            Locale.ROOT,
                            "binary logs are removed after %.1f h: a replica that is down for longer must be built anew",
                            seconds / 3600),
                    "keep as many days as a replica may be down"));
        }
    }

    private void semiSync(String half, String effect) {
        if (is("rpl_semi_sync_" + half + "_enabled", "ON")
                && is("rpl_semi_sync_" + half + "_status", "OFF")
                && (half.equals("master") || !channels.isEmpty())) {
            findings.add(Finding.warning(
                    "semi_sync",
                    "semi-synchronous replication is enabled and does not happen: " + effect,
                    "see whether the other side has it enabled, is connected and answers in time"));
        }
    }

    private boolean is(String setting, String value) {
        return value.equals(settings.get(setting));
    }

    /** -1 where it is not set. */
    private double number(String setting) {
        String text = settings.getOrDefault(setting, "");
        return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : -1;
    }
}
