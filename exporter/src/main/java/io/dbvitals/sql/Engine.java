package io.dbvitals.sql;

/** The systems that SQL can be sent to. */
public enum Engine {
    POSTGRES,
    MYSQL,
    MARIADB,
    PGBOUNCER
}
