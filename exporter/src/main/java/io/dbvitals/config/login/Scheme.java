package io.dbvitals.config.login;

import java.util.Set;

/**
 * How the address of one kind of server is written.
 *
 * @param names of the URL's scheme
 * @param encrypted those of them that ask for TLS
 * @param example for errors
 * @param userHint what is said where the user is missing; empty where none is needed
 */
public record Scheme(Set<String> names, Set<String> encrypted, int port, String example, String userHint) {
    public static final Scheme REDIS = new Scheme(
            Set.of("redis", "rediss", "valkey", "valkeys"),
            Set.of("rediss", "valkeys"),
            6379,
            "redis://user@host:6379, rediss://host:6379 (with TLS) or host:6379",
            "");

    public static final Scheme MYSQL = new Scheme(
            Set.of("mysql", "mariadb"),
            Set.of(),
            3306,
            "mysql://user@host:3306, mariadb://host:3306/database or jdbc:mariadb://host:3306/database",
            "give it as a key or in the url");

    public static final Scheme PGBOUNCER = new Scheme(
            Set.of("postgresql", "postgres", "pgbouncer"),
            Set.of(),
            6432,
            "postgresql://user@host:6432/pgbouncer",
            "give one of PgBouncer's stats_users as a key or in the url");
}
