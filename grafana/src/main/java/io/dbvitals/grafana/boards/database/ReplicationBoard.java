package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Replicas, slots, WAL and its archive. */
public final class ReplicationBoard {
    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final Limits LAG = Limits.above(30, 300).of("postgres/replication_lag_seconds");
    private static final Limits KEPT = Limits.above(5 * GIB, 20 * GIB).of("postgres/replication_slot_lag_bytes");
    private static final String NO_STANDBYS = "No standbys";
    private static final String NO_SLOTS = "No slots";

    private ReplicationBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-replication",
                        "PostgreSQL replication and WAL",
                        "How far replicas are behind, what slots keep, how much WAL is written and archived.",
                        Scope.servers("pg_up"))
                .mark(Annotation.event(
                        "Role changes", "changes(pg_replication_is_replica{@}[2m]) > 0", "new role: {{server}}"))
                .row(health())
                .row(lag())
                .row(wal())
                .row(slots());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Role", Unit.PLAIN, "Primary, or a replica that replays a primary's WAL.")
                                .query("pg_replication_is_replica{@}", "@")
                                .mapping(Mapping.REPLICA),
                        stat("Standbys", Unit.NUMBER, "That are connected to each server.")
                                .query("count by (@) (pg_stat_replication_is_sync{@})", "@")
                                .ifEmpty(NO_STANDBYS),
                        stat("Replay delay", Unit.SECONDS, "Age of the last transaction that a replica replayed.")
                                .query(
                                        "pg_replication_lag_seconds{@} and on (@) pg_replication_is_replica{@} == 1",
                                        "@")
                                .limits(LAG)
                                .ifEmpty("No replica")
                                .alerts("PostgreSQLReplicationLagCritical", "PostgreSQLReplicationLagHigh"),
                        stat("Streaming", Unit.PLAIN, "Whether a replica receives WAL now.")
                                .query("max by (@) (pg_stat_wal_receiver_streaming{@})", "@")
                                .mapping(Mapping.YES_IS_GOOD)
                                .ifEmpty("No replica")
                                .alerts("PostgreSQLReplicaNotStreaming"),
                        stat(
                                        "Inactive slots",
                                        Unit.NUMBER,
                                        "Each keeps WAL until its consumer comes back or it is dropped.")
                                .query("count by (@) (pg_replication_slots_active{@} == 0) or 0 * pg_up{@}", "@")
                                .limits(Limits.warnAbove(0))
                                .alerts("PostgreSQLReplicationSlotInactive"),
                        stat("WAL kept for slots", Unit.BYTES, "The most that one slot keeps.")
                                .query("max by (@) (pg_replication_slots_pg_wal_lsn_diff{@})", "@")
                                .limits(KEPT)
                                .ifEmpty(NO_SLOTS)
                                .alerts("PostgreSQLReplicationSlotLagCritical", "PostgreSQLReplicationSlotLagHigh"));
    }

    private static Row lag() {
        return Row.open("Delay")
                .line(
                        graph(
                                        "Replay delay of replicas",
                                        Unit.SECONDS,
                                        "As each replica sees it; it grows when the primary is idle and sends nothing.")
                                .query(
                                        "pg_replication_lag_seconds{@} and on (@) pg_replication_is_replica{@} == 1",
                                        "@")
                                .limits(LAG)
                                .ifEmpty("No replica")
                                .alerts("PostgreSQLReplicationLagCritical", "PostgreSQLReplicationLagHigh"),
                        graph("Delay by standby", Unit.SECONDS, "As the primary sees it: written, flushed, replayed.")
                                .query(standby("write_lag_seconds"), "@ {{application_name}} write")
                                .query(standby("flush_lag_seconds"), "@ {{application_name}} flush")
                                .query(standby("replay_lag_seconds"), "@ {{application_name}} replay")
                                .ifEmpty(NO_STANDBYS))
                .line(
                        graph(
                                        "WAL that a standby lacks",
                                        Unit.BYTES,
                                        "Sent, written, flushed and replayed, behind the primary.")
                                .query(standby("sent_lag_bytes"), "@ {{application_name}} sent")
                                .query(standby("write_lag_bytes"), "@ {{application_name}} written")
                                .query(standby("flush_lag_bytes"), "@ {{application_name}} flushed")
                                .query(standby("replay_lag_bytes"), "@ {{application_name}} replayed")
                                .ifEmpty(NO_STANDBYS),
                        graph(
                                        "WAL received and not replayed",
                                        Unit.BYTES,
                                        "On the replica: queries or a slow disk hold replay back.")
                                .query("pg_replication_replay_backlog_bytes{@}", "@")
                                .ifEmpty("No replica"));
    }

    private static Row wal() {
        return Row.open("WAL")
                .line(
                        graph("WAL written", Unit.BYTES_PER_SECOND, "From PostgreSQL 14 on.")
                                .query("rate(pg_stat_wal_bytes_total{@}[$__rate_interval])", "@")
                                .ifEmpty("From PostgreSQL 14 on"),
                        graph(
                                        "WAL on disk",
                                        Unit.BYTES,
                                        "The folder pg_wal, and from which size WAL forces a checkpoint.")
                                .query("pg_wal_size_bytes{@}", "@")
                                .query("pg_settings_max_wal_size_bytes{@}", "@ max_wal_size"),
                        graph("Archive", Unit.NUMBER, "Files archived, failed, and ready to be archived.")
                                .query(
                                        "rate(pg_stat_archiver_archived_count{@}[$__rate_interval]) * 60",
                                        "@ archived/min")
                                .query("rate(pg_stat_archiver_failed_count{@}[$__rate_interval]) * 60", "@ failed/min")
                                .query("pg_stat_archiver_ready_files{@}", "@ ready")
                                .alerts("PostgreSQLWalArchivingFailing"));
    }

    private static Row slots() {
        return Row.closed("Slots")
                .line(table("Slots", "What each keeps; a lost slot's consumer must begin anew.")
                        .column("Active", Unit.PLAIN, slot("active"), Limits.warnBelow(1))
                        .column("WAL kept", Unit.BYTES, slot("pg_wal_lsn_diff"), KEPT)
                        .column("Lost", Unit.PLAIN, slot("lost"), Limits.warnAbove(0))
                        .column("Not confirmed", Unit.BYTES, slot("unconfirmed_bytes"))
                        .ifEmpty(NO_SLOTS)
                        .alerts("PostgreSQLReplicationSlotInactive", "PostgreSQLReplicationSlotLost"))
                .line(
                        graph("WAL kept for slots", Unit.BYTES, "A slot whose consumer is away fills the disk.")
                                .query(slot("pg_wal_lsn_diff"), "@ {{slot_name}}")
                                .limits(KEPT)
                                .ifEmpty(NO_SLOTS)
                                .alerts("PostgreSQLReplicationSlotLagCritical", "PostgreSQLReplicationSlotLagHigh"),
                        graph(
                                        "Logical decoding",
                                        Unit.BYTES_PER_SECOND,
                                        "Decoded, and spilled to disk for want of logical_decoding_work_mem.")
                                .query(
                                        "rate(pg_stat_replication_slots_bytes_total{@}[$__rate_interval])",
                                        "@ {{slot_name}} decoded")
                                .query(
                                        "rate(pg_stat_replication_slots_spill_bytes_total{@}[$__rate_interval])",
                                        "@ {{slot_name}} spilled")
                                .ifEmpty("No logical slots"));
    }

    private static String slot(String metric) {
        return "max by (@, slot_name) (pg_replication_slots_" + metric + "{@})";
    }

    private static String standby(String metric) {
        return "max by (@, application_name, client_addr) (pg_stat_replication_" + metric + "{@})";
    }
}
