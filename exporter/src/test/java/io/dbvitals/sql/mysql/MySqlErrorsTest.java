package io.dbvitals.sql.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.scrape.CollectException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1045 | denied      | ; check user and password; after a rotation the password file is read anew
            1698 | denied      | ; the account is for local logins only; create one with a password
            3118 | denied      | ; ALTER USER … ACCOUNT UNLOCK
            1130 | denied      | ; create the user for this host, as 'dbvitals'@'%'
            3159 | denied      | ; the server takes encrypted connections only; turn on tls for this target
            1044 | denied      | ; GRANT it to the monitoring user: see scripts/create_mysql_user.sql
            1142 | denied      | ; GRANT it to the monitoring user: see scripts/create_mysql_user.sql
            1049 | denied      | ; check the database in the target's url
            1040 | unreachable | ; raise max_connections of the server, or see who holds them
            1203 | unreachable | ; raise the user's MAX_USER_CONNECTIONS, or lower the target's max_connections
            1226 | unreachable | ; raise the user's MAX_USER_CONNECTIONS, or lower the target's max_connections
            1053 | unreachable |
            1927 | unreachable |
            3024 | timeout     | ; raise the query's timeout, or see what it waits for
            1969 | timeout     | ; raise the query's timeout, or see what it waits for
            1205 | timeout     | ; a lock is held on what the statement reads
            1317 | timeout     | ; it was ended by someone with KILL QUERY
            1064 | unsupported |
            1146 | unsupported |
            1193 | unsupported |
            1054 | unsupported |
            1365 | bad_data    |
            """)
    void number_tellsReasonAndRemedy(int code, String reason, String remedy) {
        CollectException error = MySqlErrors.INSTANCE.toCollectException(
                "binlog_size on db1:3306", new SQLException("(conn=17) said\n  more", "HY000", code));

        assertThat(error.reason().label()).isEqualTo(reason);
        assertThat(error)
                .hasMessage("binlog_size on db1:3306: said more (error " + code + ")" + (remedy == null ? "" : remedy));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            you need (at least one of) the SUPER, SLAVE MONITOR privilege(s)         | SLAVE MONITOR
            you need (at least one of) the BINLOG MONITOR privilege(s)               | BINLOG MONITOR
            you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s)    | REPLICATION CLIENT
            you need (at least one of) the REPLICATION MASTER ADMIN privilege(s)     | REPLICATION MASTER ADMIN
            you need (at least one of) the PROCESS privilege(s) for this operation   | PROCESS
            """)
    void missingRight_isTheOneToGrant(String message, String privilege) {
        SQLException error = new SQLException("Access denied; " + message, "42000", 1227);

        assertThat(MySqlErrors.INSTANCE.rightMissing(error)).isTrue();
        assertThat(MySqlErrors.INSTANCE.toCollectException("x", error))
                .hasMessageEndingWith("; GRANT " + privilege + " ON *.* TO the monitoring user");
    }

    @Test
    void brokenConnections_areKnown() {
        assertThat(MySqlErrors.INSTANCE.broken(new SQLException("x", "08000"))).isTrue();
        assertThat(MySqlErrors.INSTANCE.broken(new SQLException("x", "70100", 1053)))
                .isTrue();
        assertThat(MySqlErrors.INSTANCE.broken(new SQLException("x", "42S02", 1146)))
                .isFalse();
        assertThat(MySqlErrors.INSTANCE.broken(new SQLException("x"))).isFalse();
    }

    @Test
    void silenceOfTheServer_isATimeout() {
        SQLException error = new SQLException(
                "Socket error", "08000", new IOException(new SocketTimeoutException("Read timed out")));

        assertThat(MySqlErrors.INSTANCE.timedOut(error)).isTrue();
        assertThat(MySqlErrors.INSTANCE.toCollectException("x", error).reason().label())
                .isEqualTo("timeout");
    }

    @Test
    void unknownHostAndMissingKey_haveARemedy() {
        assertThat(MySqlErrors.INSTANCE.toCollectException(
                        "x", new SQLException("no", "08000", new UnknownHostException("db1"))))
                .hasMessageEndingWith("; the host name cannot be resolved");
        SQLException key = new SQLException("RSA public key is not available client side", "S1009");
        assertThat(MySqlErrors.authenticationFailed(key)).isTrue();
        assertThat(MySqlErrors.INSTANCE.toCollectException("x", key))
                .hasMessageContainingAll("turn on tls", "allowPublicKeyRetrieval=true");
    }

    @Test
    void refusedStatement_isNotSentForTenMinutes() throws Exception {
        AtomicLong clock = new AtomicLong();
        Refusals refusals = new Refusals(clock::get);
        SQLException denied = new SQLException("you need the PROCESS privilege", "42000", 1227);
        refusals.note("SELECT 1", MySqlErrors.INSTANCE.toCollectException("a", denied));
        refusals.note(
                "SELECT 2", MySqlErrors.INSTANCE.toCollectException("b", new SQLException("no table", "42S02", 1146)));

        assertThatThrownBy(() -> refusals.check("SELECT 1"))
                .hasMessageContainingAll("GRANT PROCESS ON *.*", "asked again in 600 s");
        refusals.check("SELECT 2");
        clock.set(600L * 1_000_000_000);
        refusals.check("SELECT 1");
    }
}
