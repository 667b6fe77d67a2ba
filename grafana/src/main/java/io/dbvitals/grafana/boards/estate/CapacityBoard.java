package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** What will be too small, and when. */
public final class CapacityBoard {
    private static final String DISK = "{@,fstype!~\"tmpfs|ramfs|overlay|squashfs|fuse.*|nfs.*\"}";
    private static final String BAND = "Needs half a day of data";
    private static final Limits DAYS = Limits.below(30, 4);
    private static final int SECONDS_OF_A_DAY = 86_400;

    private CapacityBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-capacity",
                        "Capacity",
                        "Growth over days, when it meets a limit, headroom, and what is unusual. Choose a range of days.",
                        Scope.processes("up"))
                .row(disks())
                .row(growth())
                .row(headroom())
                .row(bands());
    }

    private static Row disks() {
        return Row.open("Disks")
                .line(
                        table(
                                        "File systems",
                                        "Days until full: by the trend of the last day; none where space does not shrink.")
                                .column(
                                        "Size",
                                        Unit.BYTES,
                                        "max by (job, instance, target, mountpoint) (node_filesystem_size_bytes" + DISK
                                                + ")")
                                .column(
                                        "Free",
                                        Unit.RATIO,
                                        "max by (job, instance, target, mountpoint) (node_filesystem_avail_bytes" + DISK
                                                + " / (node_filesystem_size_bytes" + DISK + " > 0))",
                                        Limits.below(0.1, 0.05).of("host/filesystem_free_ratio"))
                                .column(
                                        "Days until full",
                                        Unit.NUMBER,
                                        "max by (job, instance, target, mountpoint) (node_filesystem_avail_bytes" + DISK
                                                + " / (-deriv(node_filesystem_avail_bytes" + DISK + "[1d]) > 0)) / "
                                                + SECONDS_OF_A_DAY,
                                        DAYS)
                                .alerts("HostFilesystemFullIn4Days", "HostFilesystemFullIn4Hours"),
                        graph(
                                        "Free space in 30 days",
                                        Unit.RATIO,
                                        "Of the size, by the trend of the chosen range; below 0: full before.")
                                .query(
                                        "predict_linear(node_filesystem_avail_bytes" + DISK
                                                + "[$__range], 30 * 86400) / (node_filesystem_size_bytes" + DISK
                                                + " > 0)",
                                        "{{instance}} {{target}} {{mountpoint}}")
                                .limits(Limits.alarmBelow(0))
                                .signed());
    }

    private static Row growth() {
        return Row.open("Growth")
                .line(
                        graph("Databases in 90 days", Unit.BYTES, "By the trend of the chosen range; the ten largest.")
                                .query(
                                        "topk(10, predict_linear(pg_database_size_bytes{@}[$__range], 90 * 86400))",
                                        "{{server}} {{datname}}"),
                        graph(
                                        "Growth of databases",
                                        Unit.BYTES,
                                        "A day, by the trend of the last six hours; the ten fastest.")
                                .query(
                                        "topk(10, deriv(pg_database_size_bytes{@}[6h]) * 86400)",
                                        "{{server}} {{datname}}")
                                .signed(),
                        graph("Transaction ids", Unit.RATIO, "Of the 2^31 at which PostgreSQL stops writing.")
                                .query("max by (job, instance, server) (pg_database_xid_age{@}) / 2^31", "{{server}}")
                                .limits(Limits.above(0.4, 0.75).of("postgres/xid_age_ratio"))
                                .max(1)
                                .alerts("PostgreSQLXidAgeHigh"))
                .line(
                        graph("Redis memory in 30 days", Unit.BYTES, "By the trend of the chosen range.")
                                .query(
                                        "predict_linear(redis_memory_used_bytes{@}[$__range], 30 * 86400)",
                                        "{{instance}} {{target}}")
                                .query("redis_memory_max_bytes{@} > 0", "{{instance}} {{target}} maxmemory")
                                .ifEmpty("No Redis"),
                        graph("Vector indexes in 30 days", Unit.BYTES, "By the trend of the chosen range.")
                                .query(
                                        "predict_linear(pg_vector_index_size_bytes{@}[$__range], 30 * 86400)",
                                        "{{server}} {{indexrelname}}")
                                .ifEmpty("No vector index")
                                .alerts("VectorIndexGrowth"),
                        graph("Series", Unit.NUMBER, "In Prometheus: 20,000 at 15 s need about 5 GB in 30 days.")
                                .query("prometheus_tsdb_head_series{@}", "{{instance}}"));
    }

    private static Row headroom() {
        return Row.open("Headroom")
                .line(
                        stat(
                                        "PostgreSQL connections",
                                        Unit.NUMBER,
                                        "That could still be opened, at the highest use of the chosen range.")
                                .query(
                                        "min by (job, instance, server) (pg_connections_max{@} - pg_connections_reserved{@} - max_over_time(pg_connections_used{@}[$__range]))",
                                        "{{server}}")
                                .limits(Limits.warnBelow(10)),
                        stat("Redis clients", Unit.NUMBER, "That could still connect.")
                                .query(
                                        "redis_max_clients{@} - max_over_time(redis_connected_clients{@}[$__range])",
                                        "{{instance}} {{target}}")
                                .limits(Limits.warnBelow(100))
                                .ifEmpty("No Redis"),
                        stat("CPU", Unit.RATIO, "Free at the busiest time of the chosen range.")
                                .query(
                                        "1 - max_over_time(host:cpu_used:ratio_rate5m{@}[$__range])",
                                        "{{instance}} {{target}}")
                                .limits(Limits.warnBelow(0.1))
                                .max(1),
                        stat("Memory", Unit.RATIO, "Available at the worst time of the chosen range.")
                                .query(
                                        "min_over_time(node_memory_MemAvailable_bytes{@}[$__range]) / (node_memory_MemTotal_bytes{@} > 0)",
                                        "{{instance}} {{target}}")
                                .limits(Limits.warnBelow(0.1).of("host/memory_available_ratio"))
                                .max(1));
    }

    private static Row bands() {
        return Row.open("Unusual")
                .line(
                        graph("Signals", Unit.NUMBER, "What bands are drawn for.")
                                .query(
                                        "anomaly:value{job=~\"$job\",instance=~\"$instance|\"}",
                                        "{{signal}} {{server}} {{target}}"),
                        graph(
                                        "Above the band",
                                        Unit.NUMBER,
                                        "By how much a signal exceeds what was usual in the last day.")
                                .query(
                                        "anomaly:value{job=~\"$job\",instance=~\"$instance|\"} - anomaly:upper{job=~\"$job\",instance=~\"$instance|\"} > 0",
                                        "{{signal}} {{server}} {{target}}")
                                .ifEmpty(BAND)
                                .alerts("AnomalyAboveBand"),
                        graph(
                                        "Below the band",
                                        Unit.NUMBER,
                                        "By how much a signal stays below what was usual in the last day.")
                                .query(
                                        "anomaly:lower{job=~\"$job\",instance=~\"$instance|\"} - anomaly:value{job=~\"$job\",instance=~\"$instance|\"} > 0",
                                        "{{signal}} {{server}} {{target}}")
                                .ifEmpty(BAND)
                                .alerts("AnomalyBelowBand"));
    }
}
