package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import java.util.List;

/** Ages of transaction ids, and what keeps them from being frozen. Templates count: they stop the server as any other database does. */
final class Wraparound {
    private static final String AGES = """
            SELECT d.datname || ' xid' AS label, pg_catalog.age(d.datfrozenxid)::pg_catalog.int8 AS value,
                   pg_catalog.current_setting('autovacuum_freeze_max_age')::pg_catalog.int8 AS max
              FROM pg_catalog.pg_database d
            UNION ALL
            SELECT d.datname || ' mxid', pg_catalog.mxid_age(d.datminmxid)::pg_catalog.int8,
                   pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::pg_catalog.int8
              FROM pg_catalog.pg_database d
             ORDER BY 2 DESC, 1""";

    private static final String XIDS = """
            SELECT d.datname::pg_catalog.text AS label, pg_catalog.age(d.datfrozenxid) AS value, 2147483647 AS max
              FROM pg_catalog.pg_database d
             ORDER BY 2 DESC, 1""";

    private static final String HORIZON = """
            SELECT 'sessions' AS label, coalesce(pg_catalog.max(pg_catalog.age(a.backend_xmin)), 0) AS value,
                   (pg_catalog.array_agg('pid ' || a.pid || ', user ' || coalesce(a.usename, '?')
                                         ORDER BY pg_catalog.age(a.backend_xmin) DESC))[1] AS note
              FROM pg_catalog.pg_stat_activity a
             WHERE a.backend_type = 'client backend' AND a.backend_xmin IS NOT NULL
               AND a.pid <> pg_catalog.pg_backend_pid()
            UNION ALL
            SELECT 'prepared', coalesce(pg_catalog.max(pg_catalog.age(p.transaction)), 0),
                   (pg_catalog.array_agg('prepared transaction ' || p.transaction::pg_catalog.text
                                         ORDER BY pg_catalog.age(p.transaction) DESC))[1]
              FROM pg_catalog.pg_prepared_xacts p
            UNION ALL
            SELECT 'slots', coalesce(pg_catalog.max(s.age), 0),
                   (pg_catalog.array_agg('slot ' || s.slot_name ORDER BY s.age DESC))[1]
              FROM (SELECT r.slot_name,
                           greatest(pg_catalog.age(r.xmin), pg_catalog.age(r.catalog_xmin)) AS age
                      FROM pg_catalog.pg_replication_slots r
                     WHERE r.xmin IS NOT NULL OR r.catalog_xmin IS NOT NULL) s
            UNION ALL
            SELECT 'standbys', coalesce(pg_catalog.max(pg_catalog.age(r.backend_xmin)), 0),
                   (pg_catalog.array_agg('standby ' || r.application_name
                                         ORDER BY pg_catalog.age(r.backend_xmin) DESC))[1]
              FROM pg_catalog.pg_stat_replication r WHERE r.backend_xmin IS NOT NULL""";

    private Wraparound() {}

    static List<Service> all() {
        return List.of(
                Service.sql(
                                Quantity.NUMBER,
                                "Ages of transaction and multixact ids of each database; a percentage is of "
                                        + "autovacuum_freeze_max_age.",
                                AGES,
                                "max_freeze_age")
                        .alerting("150%", "400%"),
                Service.sql(
                                Quantity.NUMBER,
                                "The same, with narrower bounds: past 100 % autovacuum should have begun.",
                                AGES,
                                "autovac_freeze")
                        .alerting("105%", "150%"),
                Service.sql(
                                Quantity.NUMBER,
                                "Transactions since the oldest that is not frozen, of each database; at two thousand "
                                        + "million the server stops.",
                                XIDS,
                                "txn_wraparound")
                        .alerting("1300000000", "1400000000"),
                Service.sql(
                                Quantity.NUMBER,
                                "Transactions since the oldest snapshot that keeps dead rows: of sessions, prepared "
                                        + "transactions, slots and standbys.",
                                HORIZON,
                                "oldest_xmin")
                        .ofAllSessions()
                        .alerting("10000000", "100000000"));
    }
}
