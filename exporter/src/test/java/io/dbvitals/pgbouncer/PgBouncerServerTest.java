package io.dbvitals.pgbouncer;

import static io.dbvitals.pgbouncer.wire.FakeConsole.authentication;
import static io.dbvitals.pgbouncer.wire.FakeConsole.columns;
import static io.dbvitals.pgbouncer.wire.FakeConsole.complete;
import static io.dbvitals.pgbouncer.wire.FakeConsole.ready;
import static io.dbvitals.pgbouncer.wire.FakeConsole.report;
import static io.dbvitals.pgbouncer.wire.FakeConsole.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.pgbouncer.wire.FakeConsole;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real servers do only now and then. */
class PgBouncerServerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no more connections allowed (max_client_conn) | 08P01 | UNREACHABLE | raise max_client_conn | false",
                "SSL required                                  | 08P01 | DENIED      | asks for TLS          | false",
                "the database system is shutting down          | 57P01 | UNREACHABLE | shutting down         | false",
                "no such database: pgbouncer                   | 3D000 | DENIED      | must be the admin     | false",
                "password authentication failed                | 28P01 | DENIED      | check user            | true",
                "auth failed                                   | 08P01 | DENIED      | check user            | true",
                "no such user: stats                           | 08P01 | DENIED      | check user            | true",
            })
    void refusedLogin_saysWhyAndPausesOnlyForCredentials(
            String said, String state, Reason reason, String remedy, boolean pauses) throws Exception {
        AtomicInteger logins = new AtomicInteger();
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    logins.incrementAndGet();
                    peer.send(report('E', "FATAL", state, said));
                });
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> server.facts(soon()))
                        .isInstanceOfSatisfying(
                                CollectException.class,
                                e -> assertThat(e.reason()).isEqualTo(reason))
                        .hasMessageContaining(remedy);
            }
            assertThat(logins).hasValue(pauses ? 1 : 2);
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void keptConnectionThatTheServerEnds_isReplacedInTheSameRead() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    boolean first = connections.incrementAndGet() == 1;
                    peer.welcome();
                    peer.query();
                    peer.send(columns("n#"), row("1"), complete(), ready());
                    if (first) {
                        peer.send(report('E', "FATAL", "08P01", "server conn crashed?"));
                    } else {
                        peer.body();
                    }
                });
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            assertThat(read(server, Duration.ofSeconds(5))).isEqualTo(1);
            assertThat(read(server, Duration.ofSeconds(5))).isEqualTo(1);
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void freshConnectionThatBreaks_isNotTriedAgain() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    connections.incrementAndGet();
                    peer.welcome();
                    peer.query();
                });
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            assertThatThrownBy(() -> read(server, Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                    .hasMessageContaining("closed the connection");
            assertThat(connections).hasValue(1);
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void silence_endsWithTheStatementAndTheConnectionIsGivenUp() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    peer.welcome();
                    peer.query();
                    peer.body();
                });
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            assertThatThrownBy(() -> read(server, Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void secondReader_waitsForTheOnlyConnectionUntilItsDeadline() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    peer.welcome();
                    peer.query();
                    asked.countDown();
                    peer.body();
                });
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            Thread first = new Thread(() -> {
                try {
                    read(server, Duration.ofSeconds(2));
                } catch (CollectException | InterruptedException e) {
                    // Timed out, as it must.
                    return;
                }
            });
            first.start();
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> server.facts(Deadline.after(Duration.ofMillis(50))))
                    .hasMessageContaining("the only one is in use");
            first.join(10_000);
        }
    }

    @Test
    void serverThatTellsNoVersion_isNoPgBouncer() throws Exception {
        try (FakeConsole fake = FakeConsole.answering(command -> report('N', "NOTICE", "00000", "hello"));
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            assertThatThrownBy(() -> server.facts(soon())).hasMessageContaining("does not tell its version");
        }
    }

    @Test
    void unreachableHosts_areSaid() {
        for (PgBouncerConfig config :
                new PgBouncerConfig[] {config("localhost", 1), config("no-such-host.invalid", 6432)}) {
            try (PgBouncerServer server = new PgBouncerServer(config)) {
                assertThatThrownBy(() -> server.facts(soon()))
                        .isInstanceOfSatisfying(
                                CollectException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                        .hasMessageMatching(".*(refused|cannot be resolved).*");
            }
        }
    }

    @Test
    void passwordThatCannotBeRead_isDenied() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(0, ""), ready());
        })) {
            PgBouncerConfig as = fake.config();
            PgBouncerConfig config = new PgBouncerConfig(
                    as.host(),
                    as.port(),
                    as.database(),
                    as.user(),
                    new Secret.File(java.nio.file.Path.of("/does/not/exist")),
                    as.tls(),
                    as.connectTimeout(),
                    as.timeout());
            try (PgBouncerServer server = new PgBouncerServer(config)) {
                assertThatThrownBy(() -> server.facts(soon()))
                        .isInstanceOfSatisfying(
                                CollectException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                        .hasMessageContaining("/does/not/exist");
            }
        }
    }

    private static double read(PgBouncerServer server, Duration timeout) throws CollectException, InterruptedException {
        return server.read(new SqlServer.Statement("test", "pgbouncer", "SHOW ANYTHING", timeout, 0), soon(), rows -> {
            rows.next();
            return rows.number(0);
        });
    }

    private static PgBouncerConfig config(String host, int port) {
        return new PgBouncerConfig(
                host,
                port,
                "pgbouncer",
                "stats",
                Secret.NONE,
                TlsConfig.OFF,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10));
    }
}
