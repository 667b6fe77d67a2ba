package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server as such, and poolers. */
final class Servers {
    private static final String SETTINGS = """
            SELECT 'pending_restart' AS label, pg_catalog.count(*) AS value,
                   pg_catalog.string_agg(s.name, ', ' ORDER BY s.name) AS note
              FROM pg_catalog.pg_settings s WHERE s.pending_restart""";

    /** The last days as the project's versioning policy gives them. */
    private static final String VERSION = """
            WITH v AS (SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS number)
            SELECT 'days_supported' AS label,
                   (CASE v.number / 10000 WHEN 13 THEN pg_catalog.date '2025-11-13' WHEN 14 THEN '2026-11-12'
                                          WHEN 15 THEN '2027-11-11' WHEN 16 THEN '2028-11-09' WHEN 17 THEN '2029-11-08'
                                          WHEN 18 THEN '2030-11-14' END - current_date) AS value,
                   true AS counts, 'PostgreSQL ' || v.number / 10000 || '.' || v.number % 10000 AS note
              FROM v
            UNION ALL
            SELECT 'minor', v.number % 10000, false, '' FROM v""";

    private static final Map<String, String> POOLS = Map.of(
            "cl_active", "Clients that are served",
            "sv_active", "Servers that serve a client",
            "sv_idle", "Servers that are free",
            "sv_used", "Servers that are free and must be tested first",
            "sv_tested", "Servers that are being tested",
            "sv_login", "Servers that log in");

    private Servers() {}

    static List<Service> all() {
        List<Service> all = new ArrayList<>(List.of(
                Service.of(
                                Quantity.SECONDS,
                                "How long the server takes to answer, with a new connection.",
                                Source.Fact.CONNECTION,
                                "connection")
                        .alerting("1s", "5s"),
                Service.of(
                                Quantity.SECONDS,
                                "How long a statement takes that reads: that of --query.",
                                Source.Fact.RUNTIME,
                                "query_runtime")
                        .alerting("1s", "5s"),
                Service.of(Quantity.SECONDS, "Since when the server runs.", Source.Fact.UPTIME, "uptime")
                        .alerting("5m:", ""),
                Service.sql(Quantity.NUMBER, "Settings that wait for a restart.", SETTINGS, "settings")
                        .alerting("0", ""),
                Service.sql(
                                Quantity.NUMBER,
                                "Days until the major version gets no more fixes. Which minor version is the newest "
                                        + "cannot be known here: ask for one with -w minor=7:",
                                VERSION,
                                "minor_version")
                        .alerting("90:", "0:"),
                Service.of(
                                Quantity.NUMBER,
                                "Clients that wait for a server, of each pool of a PgBouncer.",
                                new Source.Pools("cl_waiting"),
                                "pgb_pool_cl_waiting")
                        .alerting("0", "10")
                        .fineWithout("there are no pools"),
                Service.of(
                                Quantity.SECONDS,
                                "How long the first client has waited for a server, of each pool of a PgBouncer.",
                                new Source.Pools("maxwait"),
                                "pgb_pool_maxwait")
                        .alerting("1s", "10s")
                        .fineWithout("there are no pools"),
                Service.of(
                                Quantity.NUMBER,
                                "Clients of a PgBouncer, of max_client_conn.",
                                new Source.PoolerClients(),
                                "pgbouncer_backends")
                        .alerting("80%", "95%")));
        POOLS.keySet().stream()
                .sorted()
                .forEach(column -> all.add(Service.of(
                                Quantity.NUMBER,
                                POOLS.get(column) + ", of each pool of a PgBouncer.",
                                new Source.Pools(column),
                                "pgb_pool_" + column)
                        .fineWithout("there are no pools")));
        return all;
    }
}
