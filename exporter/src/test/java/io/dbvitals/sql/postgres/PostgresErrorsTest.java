package io.dbvitals.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.CollectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            28P01 | denied      | ; check user and password; after a rotation the password file is read anew
            28000 | denied      | ; check the user's LOGIN right and pg_hba.conf
            42501 | denied      | ; GRANT pg_monitor TO the monitoring user
            3D000 | denied      | ; check the database in the target's url
            57014 | timeout     | ; raise the query's timeout, or see what it waits for
            55P03 | timeout     | ; a lock is held on what the query reads
            25P04 | timeout     |
            08001 | unreachable |
            08006 | unreachable |
            57P01 | unreachable |
            57P02 | unreachable |
            57P03 | unreachable | ; the server is starting up or shutting down
            57P05 | unreachable |
            53300 | unreachable | ; raise max_connections or the role's CONNECTION LIMIT, or lower the target's max_connections
            53200 | unreachable |
            42883 | unsupported |
            42P01 | unsupported |
            42703 | unsupported |
            0A000 | unsupported |
            22012 | bad_data    |
            42601 | bad_data    |
            """)
    void state_tellsReasonAndRemedy(String state, String reason, String remedy) {
        CollectException error = PostgresErrors.INSTANCE.toCollectException(
                "pg_locks on db1:5432", new SQLException("said\n  more", state));

        assertThat(error.reason().label()).isEqualTo(reason.toLowerCase(Locale.ROOT));
        assertThat(error)
                .hasMessage(
                        "pg_locks on db1:5432: said more (SQLSTATE " + state + ")" + (remedy == null ? "" : remedy));
    }

    @Test
    void withoutState_nothingIsMadeUp() {
        CollectException error = PostgresErrors.INSTANCE.toCollectException("x", new SQLException("odd"));

        assertThat(error.reason().label()).isEqualTo("bad_data");
        assertThat(error).hasMessage("x: odd");
    }

    @Test
    void unknownHost_isSaid() {
        SQLException error =
                new SQLException("The connection attempt failed.", "08001", new UnknownHostException("db1"));

        assertThat(PostgresErrors.INSTANCE.toCollectException("x", error))
                .hasMessage("x: The connection attempt failed. (SQLSTATE 08001); the host name cannot be resolved");
    }

    @Test
    void silenceOfTheServer_isATimeout() {
        SQLException error =
                new SQLException("An I/O error occurred.", "08006", new SocketTimeoutException("Read timed out"));

        assertThat(PostgresErrors.INSTANCE.timedOut(error)).isTrue();
        assertThat(PostgresErrors.INSTANCE
                        .toCollectException("x", error)
                        .reason()
                        .label())
                .isEqualTo("timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "57P01", "57P02", "57P05", "25P03"})
    void brokenConnections_areKnown(String state) {
        assertThat(PostgresErrors.INSTANCE.broken(new SQLException("x", state))).isTrue();
    }

    @Test
    void otherErrors_leaveTheConnectionWhole() {
        assertThat(PostgresErrors.INSTANCE.broken(new SQLException("x", "42P01")))
                .isFalse();
        assertThat(PostgresErrors.INSTANCE.broken(new SQLException("x"))).isFalse();
    }

    @Test
    void lostPreparedStatement_isKnown() {
        assertThat(PostgresErrors.preparedStatementLost(new SQLException("x", "26000")))
                .isTrue();
        assertThat(PostgresErrors.preparedStatementLost(
                        new SQLException("cached plan must not change result type", "0A000")))
                .isTrue();
        assertThat(PostgresErrors.preparedStatementLost(new SQLException("not supported", "0A000")))
                .isFalse();
    }

    @Test
    void refusedLogin_isKnown() {
        assertThat(PostgresErrors.authenticationFailed(new SQLException("x", "28P01")))
                .isTrue();
        assertThat(PostgresErrors.authenticationFailed(new SQLException("x", "53300")))
                .isFalse();
    }
}
