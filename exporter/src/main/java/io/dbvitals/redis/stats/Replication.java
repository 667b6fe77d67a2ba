package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.regex.Pattern;

/** Both ends of replication, from INFO's section Replication: the replicas of a master, and the link of a replica. */
public final class Replication implements Subject {
    private static final Pattern REPLICA = Pattern.compile("slave\\d+");

    private static final Family LINK_UP = Family.gauge("master_link_up", "Master link status on Redis slave");
    private static final Family LAST_IO = Family.gauge("master_last_io_seconds_ago", "Master last io seconds ago");
    private static final Family SYNC = Family.gauge("master_sync_in_progress", "Master sync in progress");
    private static final Family LINK_DOWN =
            Family.gauge("master_link_down_since_seconds", "Seconds since the link to the master is down");
    private static final Family OFFSET = Family.gauge("slave_repl_offset", "Slave replication offset");
    private static final Family REPLICA_INFO = Family.gauge("slave_info", "Information about the Redis slave");
    private static final Family REPLICA_OFFSET =
            Family.gauge("connected_slave_offset_bytes", "Offset of connected slave");
    private static final Family REPLICA_LAG = Family.gauge("connected_slave_lag_seconds", "Lag of connected slave");

    @Override
    public String name() {
        return "redis_replication";
    }

    @Override
    public boolean applies(Info info) {
        return info.hasSection("replication");
    }

    @Override
    public void map(Readout readout, Gathering out) {
        Info info = readout.info();
        for (Info.Field field : info.section("replication")) {
            if (REPLICA.matcher(field.name()).matches()) {
                replica(Pairs.parse(field.value(), ','), out);
            }
        }
        if (!info.replica()) {
            return;
        }
        master(info, "master_", out);
        // KeyDB follows several masters at once.
        for (int i = 1; info.has("master_" + i + "_host"); i++) {
            master(info, "master_" + i + "_", out);
        }
        out.add(
                REPLICA_INFO,
                1,
                out.labels(
                        "master_host", info.text("master_host"),
                        "master_port", info.text("master_port"),
                        "read_only", info.text("slave_read_only")));
    }

    private static void replica(Pairs replica, Gathering out) {
        Labels labels = out.labels(
                "slave_ip",
                replica.text("ip"),
                "slave_port",
                replica.text("port"),
                "slave_state",
                replica.text("state"));
        out.add(REPLICA_OFFSET, replica.number("offset"), labels);
        double lag = replica.number("lag");
        if (lag >= 0) {
            out.add(REPLICA_LAG, lag, labels);
        }
    }

    private static void master(Info info, String prefix, Gathering out) {
        Labels labels =
                out.labels("master_host", info.text(prefix + "host"), "master_port", info.text(prefix + "port"));
        if (info.has(prefix + "link_status")) {
            out.add(LINK_UP, info.text(prefix + "link_status").equals("up") ? 1 : 0, labels);
        }
        out.add(LAST_IO, info.number(prefix + "last_io_seconds_ago"), labels);
        out.add(SYNC, info.number(prefix + "sync_in_progress"), labels);
        out.add(LINK_DOWN, info.number(prefix + "link_down_since_seconds"), labels);
        if (prefix.equals("master_")) {
            out.add(OFFSET, info.number("slave_repl_offset"), labels);
        }
    }
}
