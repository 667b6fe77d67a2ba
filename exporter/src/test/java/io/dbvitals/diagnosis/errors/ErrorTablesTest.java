package io.dbvitals.diagnosis.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that no test can provoke on a server at will, and that each table knows which step they belong to. */
class ErrorTablesTest {
    private static final ErrorTable.Names NAMES = new ErrorTable.Names("dbvitals", "app", "db1:1");

    private static final Map<String, ErrorTable> TABLES = Map.of(
            "postgres", PostgresStates.TABLE,
            "mysql", MySqlNumbers.TABLE,
            "pgbouncer", PgBouncerWords.TABLE,
            "redis", RedisWords.TABLE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres  | 57P03 | FATAL: the database system is starting up                        | AUTHENTICATION | wait until recovery is done
            postgres  | 57P03 | FATAL: the database system is not yet accepting connections      | AUTHENTICATION | wait until recovery is done
            postgres  | 57P03 | FATAL: the database system is in recovery mode                   | AUTHENTICATION | wait until recovery is done
            postgres  | 57P03 | FATAL: the database system is shutting down                      | AUTHENTICATION | start it again
            postgres  | 57P03 | FATAL: das Datenbanksystem startet                               | AUTHENTICATION | wait until recovery is done
            postgres  | 53300 | FATAL: too many connections for role "dbvitals"                  | AUTHENTICATION | ALTER ROLE "dbvitals" CONNECTION LIMIT -1
            postgres  | 53300 | FATAL: remaining connection slots are reserved                   | AUTHENTICATION | raise max_connections
            postgres  | 28000 | FATAL: kein pg_hba.conf-Eintrag für Host                         | AUTHENTICATION | host "app" "dbvitals" samenet scram-sha-256
            postgres  | 42501 | ERROR: permission denied for view pg_stat_wal_receiver           | PRIVILEGES     | GRANT pg_monitor TO "dbvitals"
            postgres  | 08P01 | FATAL: unsupported startup parameter: options                    | AUTHENTICATION | ignore_startup_parameters
            postgres  | 08P01 | FATAL: no such database: app                                     | DATABASE       | [databases]
            postgres  | 57014 | ERROR: canceling statement due to statement timeout              | QUERY          | statement_timeout
            postgres  | 57P01 | FATAL: terminating connection due to administrator command       | AUTHENTICATION | try again
            mysql     | 1129  | Host '10.0.0.7' is blocked because of many connection errors     | AUTHENTICATION | FLUSH HOSTS
            mysql     | 1130  | Host '10.0.0.7' is not allowed to connect to this MySQL server   | AUTHENTICATION | CREATE USER 'dbvitals'@'%'
            mysql     | 1698  | Access denied for user 'root'@'localhost'                        | AUTHENTICATION | IDENTIFIED BY
            mysql     | 1820  | You must reset your password using ALTER USER                    | AUTHENTICATION | expired
            mysql     | 3118  | Access denied for user 'dbvitals'@'%'. Account is locked.        | AUTHENTICATION | ACCOUNT UNLOCK
            mysql     | 3159  | Connections using insecure transport are prohibited              | TLS            | turn on tls
            mysql     | 1053  | Server shutdown in progress                                      | AUTHENTICATION | start it again
            mysql     | 1227  | Access denied; you need the REPLICATION CLIENT privilege         | PRIVILEGES     | GRANT REPLICATION CLIENT ON *.* TO 'dbvitals'@'%'
            mysql     | 3024  | Query execution was interrupted, maximum statement time exceeded | QUERY          | statement_timeout
            mysql     | 0     | RSA public key is not available client side                      | AUTHENTICATION | turn on tls
            pgbouncer | 08P01 | no more connections allowed (max_client_conn)                    | AUTHENTICATION | max_client_conn
            pgbouncer | 08P01 | SSL required                                                     | TLS            | sslmode=require
            pgbouncer | 08P01 | no such user: stats                                              | AUTHENTICATION | "dbvitals" with its password
            redis     |       | LOADING Redis is loading the dataset in memory                   | DATABASE       | loading_eta_seconds
            redis     |       | BUSY Redis is busy running a script                              | DATABASE       | SCRIPT KILL
            redis     |       | DENIED Redis is running in protected mode                        | AUTHENTICATION | protected mode
            redis     |       | ERR invalid password                                             | AUTHENTICATION | requirepass
            """)
    void error_belongsToAStepAndHasItsRemedy(String kind, String code, String message, Step step, String remedy) {
        Fault fault =
                TABLES.get(kind).fault(code == null ? "" : code, message, NAMES).orElseThrow();
        assertThat(fault.step()).isEqualTo(step);
        assertThat(fault.finding().remedies()).anyMatch(each -> each.contains(remedy));
    }

    @Test
    void unknownError_belongsToTheStepThatWasTried() {
        Fault fault = PostgresStates.fault(
                new CollectException(Reason.BAD_DATA, "XX000", "connecting: what?", null), NAMES, Step.QUERY);
        assertThat(fault.step()).isEqualTo(Step.QUERY);
        assertThat(fault.finding().code()).isEqualTo("XX000");
        assertThat(fault.finding().remedies()).singleElement().asString().contains("server's log");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FATAL: no pg_hba.conf entry for host "10.0.0.7", user "u", database "d", no encryption  | host "d" "u" 10.0.0.7/32 scram
            FATAL: no pg_hba.conf entry for host "10.0.0.7", user "u", database "d", SSL encryption | hostssl "d" "u" 10.0.0.7/32 scram
            FATAL: no pg_hba.conf entry for host "fd00::7", user "u", database "d", SSL encryption  | hostssl "d" "u" fd00::7/128 scram
            FATAL: pg_hba.conf rejects connection for host "10.0.0.7", user "u", database "d", no encryption | host "d" "u" 10.0.0.7/32 scram
            """)
    void pgHba_getsTheLineForThatConnection(String message, String line) {
        Fault fault =
                PostgresStates.fault(new CollectException(Reason.DENIED, "28000", message, null), NAMES, Step.QUERY);
        assertThat(fault.step()).isEqualTo(Step.AUTHENTICATION);
        assertThat(fault.finding().remedies().get(0)).contains(line);
    }
}
