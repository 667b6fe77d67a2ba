package io.dbvitals.guard.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.TextRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRowTest {
    private static final int COMMAND = 4;
    private static final int SECONDS = 5;

    /** An idle session of an application on MySQL, changed in pairs of column and text. */
    private static Session session(Object... changes) throws Exception {
        List<String> cells = new ArrayList<>(Arrays.asList(
                "7",
                "app",
                "web1",
                "shop",
                "Sleep",
                "3",
                "3",
                "",
                "",
                "0",
                "0",
                "",
                "41 app@web1",
                "12",
                "",
                "",
                "",
                "",
                "",
                "",
                "0",
                ""));
        for (int i = 0; i < changes.length; i += 2) {
            cells.set((Integer) changes[i], String.valueOf(changes[i + 1]));
        }
        byte[] bytes = String.join("", cells).getBytes(StandardCharsets.UTF_8);
        int[] places = new int[2 * cells.size()];
        int at = 0;
        for (int i = 0; i < cells.size(); i++) {
            places[2 * i] = at;
            places[2 * i + 1] = cells.get(i).isEmpty() ? -1 : cells.get(i).length();
            at += cells.get(i).length();
        }
        TextRows rows = new TextRows(
                Stream.generate(() -> new TextRows.Column("c", Rows.Kind.TEXT))
                        .limit(cells.size())
                        .toList(),
                bytes,
                places,
                1);
        rows.next();
        return new SessionRow(rows, new Accounts("guard", "dbvitals", Set.of("root"), Set.of("repl")), Set.of())
                .session();
    }

    @Test
    void idleSession_hasNoTraits() throws Exception {
        assertThat(session().traits()).isEmpty();
        assertThat(session().state()).isEqualTo(State.IDLE);
        assertThat(session().sinceState()).hasSeconds(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Binlog Dump", "Binlog Dump GTID", "Register Slave", "Daemon", "Connect", "Killed", "Slave_SQL"})
    void workOfTheServer_isNoClient(String command) throws Exception {
        assertThat(session(COMMAND, command).traits()).contains(Trait.NO_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system user", "event_scheduler", "mysql.session", "mysql.sys", "mariadb.sys", "rdsadmin"})
    void usersOfTheServer_areNoClients(String user) throws Exception {
        assertThat(session(1, user).traits()).contains(Trait.NO_CLIENT);
    }

    @Test
    void timeThatCannotBe_isNoLongStatement() throws Exception {
        assertThat(session(COMMAND, "Query", SECONDS, "4294967295").state()).isEqualTo(State.OTHER);
    }

    @Test
    void statementThatCannotBeToldFromTheNext_isHidden() throws Exception {
        assertThat(session(13, "").traits()).contains(Trait.HIDDEN);
    }

    @Test
    void wordThatIsNoneOfSql_isNotSaid() throws Exception {
        assertThat(session(COMMAND, "Query", 8, "SECRET").statement()).isEmpty();
        assertThat(session(COMMAND, "Execute", 8, "UPDATE").statement()).isEqualTo("UPDATE");
    }

    @ParameterizedTest
    @CsvSource({
        "Waiting for table metadata lock, Lock:table metadata",
        "Waiting for global read lock, Lock:global read",
        "Waiting for table flush, Lock:table flush",
        "User lock, Lock:user",
        "Waiting for handler commit, handler commit",
        "Sending data, ''"
    })
    void statesThatAreWaits_nameWhatFor(String state, String waitsFor) {
        assertThat(SessionRow.waitsFor(state)).isEqualTo(waitsFor);
    }
}
