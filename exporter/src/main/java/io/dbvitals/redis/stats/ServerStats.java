package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of INFO that are one number each, and what the server is.
 *
 * <pre>
 * # TYPE redis_memory_used_bytes gauge
 * redis_memory_used_bytes 1.06464E6
 * </pre>
 */
public final class ServerStats implements Subject {
    private static final String IO_THREAD = "used_active_time_io_thread_";
    /** Their lines are not of the form name and number. */
    private static final List<String> SECTIONS = List.of(
            "server", "clients", "memory", "persistence", "threads", "stats", "replication", "cpu", "cluster", "keydb");

    private static final Family START =
            Family.gauge("start_time_seconds", "Start time of the Redis instance since unix epoch in seconds.");
    private static final Family INSTANCE = Family.gauge("instance_info", "Information about the Redis instance");
    private static final Family IO_THREAD_TIME =
            Family.counter("active_time_io_thread_seconds_total", "Time that an I/O thread was at work, from INFO.");

    private final FieldTable table;

    /** @param rates whether Redis's own rates per second are shown too */
    public ServerStats(boolean rates) {
        this.table = new FieldTable(rates);
    }

    @Override
    public String name() {
        return "redis_info";
    }

    @Override
    public void map(Readout readout, Gathering out) {
        Info info = readout.info();
        for (String section : SECTIONS) {
            for (Info.Field field : info.section(section)) {
                map(field, out);
            }
        }
        double uptime = info.number("uptime_in_seconds");
        out.add(START, readout.at().getEpochSecond() - uptime);
        out.add(INSTANCE, 1, out.labels(instance(info)));
    }

    private void map(Info.Field field, Gathering out) {
        String name = field.name();
        table.of(name).ifPresentOrElse(known -> out.add(known.family(), field.number() / known.divisor()), () -> {
            if (name.startsWith(IO_THREAD)) {
                out.add(IO_THREAD_TIME, field.number(), out.labels("thread", name.substring(IO_THREAD.length())));
            }
        });
    }

    private static String[] instance(Info info) {
        List<String> labels = new ArrayList<>();
        for (String same : List.of(
                "role",
                "redis_version",
                "redis_build_id",
                "os",
                "maxmemory_policy",
                "tcp_port",
                "run_id",
                "process_id",
                "master_replid")) {
            labels.addAll(List.of(same, info.text(same)));
        }
        labels.addAll(List.of("redis_mode", info.mode()));
        for (String ofValkey : List.of("valkey_version", "valkey_release_stage")) {
            if (info.has(ofValkey)) {
                labels.addAll(List.of(ofValkey, info.text(ofValkey)));
            }
        }
        return labels.toArray(String[]::new);
    }
}
