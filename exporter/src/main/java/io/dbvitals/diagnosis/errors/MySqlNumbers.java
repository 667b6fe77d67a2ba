package io.dbvitals.diagnosis.errors;

import static io.dbvitals.diagnosis.Step.AUTHENTICATION;
import static io.dbvitals.diagnosis.Step.DATABASE;
import static io.dbvitals.diagnosis.Step.PRIVILEGES;
import static io.dbvitals.diagnosis.Step.QUERY;
import static io.dbvitals.diagnosis.Step.TLS;

import io.dbvitals.diagnosis.errors.ErrorTable.Row;
import java.util.List;

/** The error numbers that a MySQL or MariaDB server refuses a monitoring session with. */
public final class MySqlNumbers {
    private static final String HOLDERS =
            "see who holds them: SELECT user, command, count(*) FROM information_schema.processlist GROUP BY 1, 2";
    private static final String OWN_LIMIT =
            "ALTER USER '{user}'@'%' WITH MAX_USER_CONNECTIONS 10, or lower the target's max_connections";

    public static final ErrorTable TABLE = new ErrorTable(List.of(
            Row.of(
                    "",
                    "rsa public key",
                    AUTHENTICATION,
                    "turn on tls for the target",
                    "add ?allowPublicKeyRetrieval=true to" + " its url, on a network that is trusted"),
            Row.of(
                    "1045",
                    "using password: no",
                    AUTHENTICATION,
                    "give the target a password: password, password_file or password_command"),
            Row.of(
                    "1045",
                    AUTHENTICATION,
                    "check user and password of the target; a password file must hold the password alone",
                    "ALTER USER '{user}'@'%' IDENTIFIED BY '…'",
                    "with the same words an account for another host is refused, and plain text where the account (REQUIRE) or the"
                            + " server (require_secure_transport) wants TLS: SHOW CREATE USER '{user}'@'%', tls of the target"),
            Row.of(
                    "1698",
                    AUTHENTICATION,
                    "the account is for local logins: ALTER USER '{user}'@'%' IDENTIFIED BY '…'"),
            Row.of(
                    "1130",
                    AUTHENTICATION,
                    "CREATE USER '{user}'@'%' IDENTIFIED BY '…': no account may come from this host"),
            Row.of(
                    "1129",
                    AUTHENTICATION,
                    "TRUNCATE TABLE performance_schema.host_cache, or FLUSH HOSTS: too many connections from here broke off;"
                            + " raise max_connect_errors"),
            Row.of("1251", AUTHENTICATION, "ALTER USER '{user}'@'%' IDENTIFIED WITH caching_sha2_password BY '…'"),
            Row.of(
                    "1524",
                    AUTHENTICATION,
                    "the account's plugin is not installed: ALTER USER '{user}'@'%' IDENTIFIED BY '…'"),
            Row.of("1820", AUTHENTICATION, "the password has expired: ALTER USER '{user}'@'%' IDENTIFIED BY '…'"),
            Row.of("1862", AUTHENTICATION, "the password has expired: ALTER USER '{user}'@'%' IDENTIFIED BY '…'"),
            Row.of("3118", AUTHENTICATION, "ALTER USER '{user}'@'%' ACCOUNT UNLOCK"),
            Row.of("4151", AUTHENTICATION, "ALTER USER '{user}'@'%' ACCOUNT UNLOCK"),
            Row.of("4150", AUTHENTICATION, "the account is locked after wrong passwords: FLUSH PRIVILEGES unlocks it"),
            Row.of(
                    "3955",
                    AUTHENTICATION,
                    "the account is locked after wrong passwords: ALTER USER '{user}'@'%' ACCOUNT UNLOCK"),
            Row.of(
                    "3159",
                    TLS,
                    "require_secure_transport is on: turn on tls for the target (tls: {}, or sslmode=require in its url)"),
            Row.of(
                    "4031",
                    AUTHENTICATION,
                    "the server ended the session because it was idle: raise wait_timeout, or look what stalls the network"),
            Row.of("1040", AUTHENTICATION, "SET GLOBAL max_connections = …, and in the server's file", HOLDERS),
            Row.of("1203", AUTHENTICATION, OWN_LIMIT, HOLDERS),
            Row.of("1226", AUTHENTICATION, OWN_LIMIT, HOLDERS),
            Row.of("1053", AUTHENTICATION, "the server is being stopped; start it again"),
            Row.of(
                    "1049",
                    DATABASE,
                    "correct the database in the target's url, or leave it out",
                    "CREATE DATABASE `{database}`"),
            Row.of(
                    "1044",
                    DATABASE,
                    "GRANT SELECT ON `{database}`.* TO '{user}'@'%'",
                    "leave the database out of the url"),
            Row.of("1227", "binlog monitor", PRIVILEGES, "GRANT BINLOG MONITOR ON *.* TO '{user}'@'%'"),
            Row.of("1227", "slave monitor", PRIVILEGES, "GRANT SLAVE MONITOR ON *.* TO '{user}'@'%'"),
            Row.of("1227", "replication client", PRIVILEGES, "GRANT REPLICATION CLIENT ON *.* TO '{user}'@'%'"),
            Row.of("1227", "process", PRIVILEGES, "GRANT PROCESS ON *.* TO '{user}'@'%'"),
            Row.of("1227", PRIVILEGES, "GRANT PROCESS, REPLICATION CLIENT ON *.* TO '{user}'@'%'"),
            Row.of("1142", "performance_schema", PRIVILEGES, "GRANT SELECT ON performance_schema.* TO '{user}'@'%'"),
            Row.of("1142", PRIVILEGES, "GRANT SELECT ON performance_schema.* TO '{user}'@'%'"),
            Row.of("1143", PRIVILEGES, "GRANT SELECT ON performance_schema.* TO '{user}'@'%'"),
            Row.of("1370", PRIVILEGES, "GRANT EXECUTE ON the routine that is named TO '{user}'@'%'"),
            Row.of("1205", QUERY, "a lock is held on what is read: dbvitals health-check shows who waits for whom"),
            Row.of("1969", QUERY, "raise statement_timeout of the target, or see what it waits for: SHOW PROCESSLIST"),
            Row.of(
                    "3024",
                    QUERY,
                    "raise statement_timeout of the target, or see what it waits for: SHOW PROCESSLIST")));

    private MySqlNumbers() {}
}
