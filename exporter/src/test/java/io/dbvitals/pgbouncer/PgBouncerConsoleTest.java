package io.dbvitals.pgbouncer;

import static io.dbvitals.pgbouncer.wire.FakeConsole.columns;
import static io.dbvitals.pgbouncer.wire.FakeConsole.complete;
import static io.dbvitals.pgbouncer.wire.FakeConsole.ready;
import static io.dbvitals.pgbouncer.wire.FakeConsole.report;
import static io.dbvitals.pgbouncer.wire.FakeConsole.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.pgbouncer.wire.FakeConsole;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the installed PgBouncer does not show. */
class PgBouncerConsoleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin_users | stats             | true",
                "admin_users | root, stats,other | true",
                "admin_users | statsman          | false",
                "admin_users | ''                | false",
                "auth_type   | any               | true"
            })
    void rightToCommand_isWhatTheConfigurationSays(String key, String value, boolean commands) throws Exception {
        try (FakeConsole fake = answering(command -> columns("key", "value"), row(key, value))) {
            assertThat(new PgBouncerConsole(fake.config()).commands()).isEqualTo(commands);
        }
    }

    @Test
    void databaseThatIsPaused_isResumedBeforeItIsEnabled_andNamesAreQuoted() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        try (FakeConsole fake = answering(
                command -> {
                    if (!command.isEmpty()) {
                        said.add(command);
                    }
                    return columns("name", "database", "paused#", "disabled#");
                },
                row("a \"shop\"", "shop", "1", "1"))) {
            PgBouncerConsole console = new PgBouncerConsole(fake.config());
            console.shut("a \"shop\"");
            console.open("a \"shop\"", true);
            console.open("a \"shop\"", false);
        }
        assertThat(said)
                .containsExactly(
                        "DISABLE \"a \"\"shop\"\"\"",
                        "PAUSE \"a \"\"shop\"\"\"",
                        "SHOW DATABASES",
                        "RESUME \"a \"\"shop\"\"\"",
                        "ENABLE \"a \"\"shop\"\"\"",
                        "ENABLE \"a \"\"shop\"\"\"");
    }

    @Test
    void pauseThatIsRefused_leavesItDisabled() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.welcome();
            said.add(peer.query());
            peer.send(complete(), ready());
            said.add(peer.query());
            peer.send(report('E', "ERROR", "08P01", "already suspended/paused"), ready());
            peer.body();
        })) {
            new PgBouncerConsole(fake.config()).shut("shop");
        }
        assertThat(said).containsExactly("DISABLE \"shop\"", "PAUSE \"shop\"");
    }

    @Test
    void commandThatIsRefused_namesTheRemedy() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.welcome();
            peer.query();
            peer.send(report('E', "ERROR", "08P01", "admin access needed"), ready());
            peer.body();
        })) {
            assertThatThrownBy(() -> new PgBouncerConsole(fake.config()).shut("shop"))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                    .hasMessageContaining("name the user in admin_users of pgbouncer.ini");
        }
    }

    @Test
    void versionThatDoesNotSayWhatIsDisabled_isTooOld() throws Exception {
        try (FakeConsole fake =
                answering(command -> columns("name", "database", "paused#"), row("shop", "shop", "0"))) {
            assertThatThrownBy(() -> new PgBouncerConsole(fake.config()).databases())
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                    .hasMessage("SHOW DATABASES has no column disabled");
        }
    }

    /** The same rows to each command. */
    private static FakeConsole answering(FakeConsole.Answers head, byte[] row) throws IOException {
        return FakeConsole.answering(command -> {
            byte[] columns = head.to(command);
            return ByteBuffer.allocate(columns.length + row.length)
                    .put(columns)
                    .put(row)
                    .array();
        });
    }
}
