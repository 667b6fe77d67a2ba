package io.dbvitals.grafana.reference;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a page of metrics is about. */
enum Subject {
    POSTGRES("PostgreSQL", "pg_(?!settings_|vector_).*", "`/metrics/postgres`", "server"),
    SETTINGS("PostgreSQL's settings", "pg_settings_.*", "`/metrics/postgres`", "server"),
    VECTOR("Vector indexes", "pg_vector_.*", "`/metrics/vector` and `/metrics/postgres`", "server"),
    PGBOUNCER("PgBouncer", "pgbouncer_.*", "`/metrics/pgbouncer`", ""),
    MYSQL("MySQL and MariaDB", "mysql_.*", "`/metrics/mysql`", ""),
    REDIS("Redis and Valkey", "redis_.*", "`/metrics/redis`", ""),
    HOST("The host", "node_.*", "`/metrics/host`", ""),
    SELF("dbvitals itself", "dbvitals_.*", "every page, and alone on `/metrics/self`", "");

    private final String title;
    private final Pattern names;
    private final String place;
    private final String everywhere;

    Subject(String title, String names, String place, String everywhere) {
        this.title = title;
        this.names = Pattern.compile(names);
        this.place = place;
        this.everywhere = everywhere;
    }

    String title() {
        return title;
    }

    boolean has(String metric) {
        return names.matcher(metric).matches();
    }

    /** Where the program serves it. */
    String place() {
        return place;
    }

    /** The label that all its series bear; empty: none. */
    String everywhere() {
        return everywhere;
    }

    /** Within the folder {@code docs}. */
    String file() {
        return "metrics/" + name().toLowerCase(Locale.ROOT) + ".md";
    }
}
