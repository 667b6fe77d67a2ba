package io.dbvitals.instrumentation.pool.metrics;

import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Measured;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/** Whose names the metrics bear. */
public enum Names {
    /** Those that Micrometer prints for HikariCP, {@code hikaricp_connections…{pool}}; common alerts and dashboards know them. */
    HIKARICP {
        @Override
        void print(Families page) {
            page.gauge(
                    "hikaricp_connections",
                    "Open connections, in use or not.",
                    each -> each.now().total());
            page.gauge(
                    "hikaricp_connections_active",
                    "Connections in use.",
                    each -> each.now().active());
            page.gauge(
                    "hikaricp_connections_idle",
                    "Open connections not in use.",
                    each -> each.now().idle());
            page.gauge(
                    "hikaricp_connections_pending",
                    "Threads that wait for a connection.",
                    each -> each.now().waiting());
            page.gauge(
                    "hikaricp_connections_max",
                    "The most connections that the pool opens.",
                    each -> each.now().max());
            page.gauge(
                    "hikaricp_connections_min",
                    "Connections that the pool keeps ready.",
                    each -> each.now().minIdle());
            page.counter(
                    "hikaricp_connections_timeout",
                    "Requests refused because no connection came free in time.",
                    Measured::timeouts);
            page.histogram(
                    "hikaricp_connections_acquire_seconds",
                    "From the request for a connection until it was given or refused.",
                    Measured::waits);
            page.histogram(
                    "hikaricp_connections_usage_seconds",
                    "From taking a connection until it was given back.",
                    Measured::uses);
            page.histogram(
                    "hikaricp_connections_creation_seconds",
                    "How long opening a new connection took.",
                    Measured::creations);
            page.gauge(
                    "hikaricp_connections_acquire_seconds_max",
                    "The longest of the last two minutes.",
                    Measured::recentMaxWait);
            page.gauge(
                    "hikaricp_connections_usage_seconds_max",
                    "The longest of the last two minutes.",
                    Measured::recentMaxUse);
            page.gauge(
                    "hikaricp_connections_creation_seconds_max",
                    "The longest of the last two minutes.",
                    Measured::recentMaxCreation);
        }
    },

    /** Those of OpenTelemetry's semantic conventions for database clients, {@code db_client_connection_…}. */
    OPENTELEMETRY {
        @Override
        void print(Families page) {
            page.states(
                    "db_client_connection_count",
                    "Open connections in each state.",
                    Map.of(
                            "used",
                            each -> each.now().active(),
                            "idle",
                            each -> each.now().idle()));
            page.gauge(
                    "db_client_connection_idle_max",
                    "The most connections kept open unused.",
                    each -> each.now().maxIdle());
            page.gauge(
                    "db_client_connection_idle_min",
                    "Connections that the pool keeps ready.",
                    each -> each.now().minIdle());
            page.gauge(
                    "db_client_connection_max",
                    "The most connections that the pool opens.",
                    each -> each.now().max());
            page.gauge(
                    "db_client_connection_pending_requests",
                    "Requests that wait for a connection.",
                    each -> each.now().waiting());
            page.counter(
                    "db_client_connection_timeouts",
                    "Requests refused because no connection came free in time.",
                    Measured::timeouts);
            page.histogram(
                    "db_client_connection_create_time_seconds",
                    "How long opening a new connection took.",
                    Measured::creations);
            page.histogram(
                    "db_client_connection_wait_time_seconds",
                    "From the request for a connection until it was given or refused.",
                    Measured::waits);
            page.histogram(
                    "db_client_connection_use_time_seconds",
                    "From taking a connection until it was given back.",
                    Measured::uses);
        }
    },

    /** What neither of the others has, {@code dbvitals_pool_…{pool}}. */
    DBVITALS {
        @Override
        void print(Families page) {
            page.gauge(
                    "dbvitals_pool_utilisation_ratio",
                    "The part of the maximum that is in use.",
                    each -> each.now().utilisation());
            page.gauge(
                    "dbvitals_pool_headroom",
                    "Connections that can be had at once.",
                    each -> each.now().headroom());
            page.gauge(
                    "dbvitals_pool_peak_active", "The most connections in use since the start.", Measured::peakActive);
            page.gauge("dbvitals_pool_leaks", "Connections that have been out for too long.", Measured::leaks);
            page.counter(
                    "dbvitals_pool_errors", "Requests that got no connection because of an error.", Measured::errors);
            page.gaugeOfSome(
                    "dbvitals_pool_healthy",
                    "Whether the last health check succeeded.",
                    each -> each.health().status() != Health.Status.UNKNOWN,
                    each -> each.health().status() == Health.Status.UP ? 1 : 0);
        }
    };

    abstract void print(Families page);

    List<MetricSnapshot> families(Map<String, Measured> pools) {
        Families page = new Families(pools, this == OPENTELEMETRY ? "db_client_connection_pool_name" : "pool");
        print(page);
        return page.list();
    }
}
