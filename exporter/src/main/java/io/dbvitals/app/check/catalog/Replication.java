package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import java.util.List;

/** Write-ahead log, and where it goes. */
final class Replication {
    /** A copy that is being taken is no standby. */
    private static final String STANDBYS = """
            WITH here AS (
                SELECT CASE WHEN pg_catalog.pg_is_in_recovery()
                            THEN coalesce(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
                            ELSE pg_catalog.pg_current_wal_lsn() END AS lsn),
            r AS (SELECT * FROM pg_catalog.pg_stat_replication s WHERE s.state <> 'backup')
            SELECT r.application_name || '@' || coalesce(pg_catalog.host(r.client_addr), 'local') AS label,
                   greatest(pg_catalog.pg_wal_lsn_diff(here.lsn, r.replay_lsn), 0) AS value, true AS counts, '' AS unit,
                   r.state || ', ' || r.sync_state AS note
              FROM r, here
            UNION ALL
            SELECT 'standbys', (SELECT pg_catalog.count(*) FROM r), false, 'n', ''""";

    private static final String SLOTS = """
            WITH here AS (
                SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                            ELSE pg_catalog.pg_current_wal_lsn() END AS lsn)
            SELECT s.slot_name::pg_catalog.text AS label,
                   greatest(pg_catalog.pg_wal_lsn_diff(here.lsn, s.restart_lsn), 0) AS value,
                   CASE s.wal_status WHEN 'lost' THEN 'critical' WHEN 'unreserved' THEN 'warning' ELSE '' END AS alarm,
                   s.slot_type || CASE WHEN s.active THEN ', active' ELSE ', inactive' END
                   || coalesce(', ' || s.wal_status, '') AS note
              FROM pg_catalog.pg_replication_slots s, here
             ORDER BY 2 DESC NULLS LAST, 1""";

    private static final String ARCHIVER = """
            SELECT 'ready' AS label,
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_ls_archive_statusdir() f WHERE f.name LIKE '%.ready') AS value,
                   '' AS unit, true AS counts,
                   CASE WHEN pg_catalog.current_setting('archive_mode') = 'off' THEN 'unknown'
                        WHEN a.last_failed_time > coalesce(a.last_archived_time, '-infinity') THEN 'critical'
                        ELSE '' END AS alarm,
                   CASE WHEN pg_catalog.current_setting('archive_mode') = 'off'
                        THEN 'archive_mode is off: nothing is archived'
                        WHEN a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
                        THEN 'archiving of ' || a.last_failed_wal || ' fails since '
                             || coalesce(a.last_archived_time::pg_catalog.text, 'ever') ELSE '' END AS note
              FROM pg_catalog.pg_stat_archiver a
            UNION ALL
            SELECT 'failed', a.failed_count, 'c', false, '', '' FROM pg_catalog.pg_stat_archiver a""";

    private static final String FILES = """
            SELECT 'wal_files' AS label, pg_catalog.count(*) AS value,
                   pg_catalog.ceil((pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size'))
                    + pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_keep_size')))
                   / pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_segment_size'))::pg_catalog.float8) AS max
              FROM pg_catalog.pg_ls_waldir() f WHERE f.name ~ '^[0-9A-F]{24}$'""";

    /** What has been replayed is not late, however long ago it was written. Where no commit was replayed yet, it is late since the start. */
    private static final String DELAY = """
            WITH r AS (
                SELECT pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.pg_last_wal_receive_lsn() AS received,
                       pg_catalog.pg_last_wal_replay_lsn() AS replayed,
                       EXISTS (SELECT FROM pg_catalog.pg_stat_wal_receiver w WHERE w.status = 'streaming') AS streams)
            SELECT 'replay_delay' AS label,
                   CASE WHEN NOT r.standby THEN NULL
                        WHEN r.streams AND r.received <= r.replayed THEN 0
                        ELSE greatest(extract(epoch FROM pg_catalog.clock_timestamp()
                                                         - coalesce(pg_catalog.pg_last_xact_replay_timestamp(),
                                                                    pg_catalog.pg_postmaster_start_time())), 0) END AS value,
                   '' AS unit, true AS counts, CASE WHEN r.standby THEN '' ELSE 'unknown' END AS alarm,
                   CASE WHEN NOT r.standby THEN 'this server is no standby'
                        WHEN NOT r.streams THEN 'no log is streamed to it' ELSE '' END AS note
              FROM r
            UNION ALL
            SELECT 'replay_bytes', pg_catalog.pg_wal_lsn_diff(r.received, r.replayed), 'B', false, '', '' FROM r""";

    private Replication() {}

    static List<Service> all() {
        return List.of(
                Service.sql(
                                Quantity.BYTES,
                                "Log that each standby has not replayed. 'standbys' counts them: -c standbys=2:",
                                STANDBYS,
                                "streaming_delta")
                        .ofAllSessions()
                        .alerting("256MB", "1GB"),
                Service.sql(
                                Quantity.BYTES,
                                "Log that each slot keeps; one that has lost its log is critical.",
                                SLOTS,
                                "replication_slots")
                        .alerting("1GB", "10GB")
                        .fineWithout("there are no slots"),
                Service.sql(
                                Quantity.NUMBER,
                                "Log files that wait to be archived; critical while archiving fails.",
                                ARCHIVER,
                                "archiver")
                        .alerting("30", "100"),
                Service.sql(
                                Quantity.NUMBER,
                                "Log files, of those that max_wal_size and wal_keep_size lead to.",
                                FILES,
                                "wal_files")
                        .alerting("150%", "300%"),
                Service.sql(
                                Quantity.SECONDS,
                                "How long ago what a standby replays was written; asked of the standby.",
                                DELAY,
                                "hot_standby_delay")
                        .ofAllSessions()
                        .alerting("1m", "10m"),
                Service.of(
                                Quantity.NUMBER,
                                "Critical where the server follows another.",
                                Source.Fact.PRIMARY,
                                "is_master")
                        .alerting("", "1:"),
                Service.of(
                                Quantity.NUMBER,
                                "Critical where the server does not follow another.",
                                Source.Fact.REPLICA,
                                "is_hot_standby")
                        .alerting("", "1:"));
    }
}
