package io.dbvitals.pgbouncer.wire;

import static io.dbvitals.pgbouncer.wire.FakeConsole.columns;
import static io.dbvitals.pgbouncer.wire.FakeConsole.complete;
import static io.dbvitals.pgbouncer.wire.FakeConsole.message;
import static io.dbvitals.pgbouncer.wire.FakeConsole.ready;
import static io.dbvitals.pgbouncer.wire.FakeConsole.report;
import static io.dbvitals.pgbouncer.wire.FakeConsole.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.TlsConfig;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows.Kind;
import io.dbvitals.sql.TextRows;
import java.io.EOFException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void answer_isReadWithItsTypesAndNulls() throws Exception {
        try (FakeConsole fake = FakeConsole.answering(command -> all(
                        report('N', "NOTICE", "00000", "as you wish"),
                        columns("name", "count#"),
                        row("a", "12"),
                        row("NULL", "NULL"),
                        row("ü", "-1.5e3"),
                        row("", "123456789012345680")));
                Console console = open(fake)) {
            Answer answer = console.ask("SHOW ANYTHING", 0, soon());

            TextRows rows = answer.rows();
            assertThat(answer.notices()).containsExactly("as you wish");
            assertThat(rows.columnCount()).isEqualTo(2);
            assertThat(rows.columnName(1)).isEqualTo("count");
            assertThat(rows.kind(0)).isEqualTo(Kind.TEXT);
            assertThat(rows.kind(1)).isEqualTo(Kind.NUMBER);
            assertThat(rows.next()).isTrue();
            assertThat(rows.text(0)).isEqualTo("a");
            assertThat(rows.number(1)).isEqualTo(12);
            assertThat(rows.wasNull()).isFalse();
            assertThat(rows.next()).isTrue();
            assertThat(rows.text(0)).isEmpty();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.number(1)).isNaN();
            assertThat(rows.next()).isTrue();
            assertThat(rows.text(0)).isEqualTo("ü");
            assertThat(rows.number(1)).isEqualTo(-1500);
            assertThat(rows.next()).isTrue();
            assertThat(rows.number(1)).isEqualTo(123456789012345680.0);
            assertThatThrownBy(() -> rows.number(0)).hasMessageContaining("no number");
            assertThat(rows.next()).isFalse();
            rows.rewind();
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void rowsBeyondTheLimit_arePassedOver() throws Exception {
        byte[][] answer = new byte[5001][];
        answer[0] = columns("n#");
        for (int i = 1; i < answer.length; i++) {
            answer[i] = row(String.valueOf(i));
        }
        try (FakeConsole fake = FakeConsole.answering(command -> all(answer));
                Console console = open(fake)) {
            TextRows few = console.ask("SHOW ANYTHING", 3, soon()).rows();
            TextRows many = console.ask("SHOW ANYTHING", 0, soon()).rows();

            assertThat(sum(few)).isEqualTo(6);
            assertThat(sum(many)).isEqualTo(5000 * 5001 / 2);
        }
    }

    @Test
    void error_leavesTheConnectionOfUse() throws Exception {
        try (FakeConsole fake = FakeConsole.answering(command -> command.equals("SHOW NOTHING")
                        ? report('E', "ERROR", "08P01", "invalid command\n  'SHOW NOTHING'")
                        : all(columns("n#"), row("1")));
                Console console = open(fake)) {
            assertThatThrownBy(() -> console.ask("SHOW NOTHING", 0, soon()))
                    .isInstanceOfSatisfying(
                            ServerError.class, e -> assertThat(e.fatal()).isFalse())
                    .hasMessage("invalid command 'SHOW NOTHING'");
            assertThat(sum(console.ask("SHOW ANYTHING", 0, soon()).rows())).isEqualTo(1);
        }
    }

    @Test
    void dribblingServer_doesNotExtendTheTime() throws Exception {
        byte[] answer = all(columns("n#"), row("1"), complete(), ready());
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    peer.welcome();
                    peer.query();
                    for (byte one : answer) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                        peer.send(new byte[] {one});
                    }
                });
                Console console = open(fake)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> console.ask("SHOW ANYTHING", 0, Deadline.after(Duration.ofMillis(400))))
                    .isInstanceOf(SocketTimeoutException.class);
            // All of it would take more than 5 s.
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
        }
    }

    @Test
    void dribblingLogin_doesNotExtendTheTime() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            while (true) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                peer.send(report('N', "NOTICE", "00000", "wait"));
            }
        })) {
            assertThatThrownBy(() -> Console.open(fake.config(), "", Deadline.after(Duration.ofMillis(300))))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void dribblingHandshake_doesNotExtendTheTime() throws Exception {
        TlsConfig tls = new TlsConfig(
                TlsConfig.Mode.TRUST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            // The beginning of a handshake record of 16 KiB.
            peer.send(new byte[] {'S', 0x16, 3, 3, 0x40, 0});
            while (true) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                peer.send(new byte[] {2});
            }
        })) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> Console.open(fake.config(tls), "", Deadline.after(Duration.ofMillis(300))))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void whatIsNoPgBouncer_isToldByItsFirstBytes() throws Exception {
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(http);
            peer.body();
        })) {
            assertThatThrownBy(() -> open(fake))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("not the port of a PgBouncer");
        }
    }

    @Test
    void messageThatLiesAboutItsLength_isAnErrorAndNoCrash() throws Exception {
        for (byte[] lie : new byte[][] {
            message('T', new byte[] {0, 9, 'a', 0}), all(columns("a"), message('D', new byte[] {0, 1, 0, 0, 9, 9})),
            all(columns("a"), message('D', new byte[] {0, 2})), message('T', new byte[0])
        }) {
            try (FakeConsole fake = FakeConsole.answering(command -> lie);
                    Console console = open(fake)) {
                assertThatThrownBy(() -> console.ask("SHOW ANYTHING", 0, soon()))
                        .isInstanceOf(ProtocolException.class);
            }
        }
    }

    @Test
    void connectionThatEndsInTheMiddle_isAnEnd() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
                    peer.startup();
                    peer.welcome();
                    peer.query();
                    peer.send(columns("n#"), row("1"));
                });
                Console console = open(fake)) {
            assertThatThrownBy(() -> console.ask("SHOW ANYTHING", 0, soon())).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void serverWithoutTls_isSaid() throws Exception {
        TlsConfig tls = new TlsConfig(
                TlsConfig.Mode.TRUST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(new byte[] {'N'});
            peer.body();
        })) {
            assertThatThrownBy(() -> Console.open(fake.config(tls), "", soon()))
                    .isInstanceOf(ServerError.class)
                    .hasMessageContaining("client_tls_sslmode");
        }
    }

    private static Console open(FakeConsole fake) throws Exception {
        return Console.open(fake.config(), "pencil", soon());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10));
    }

    private static double sum(TextRows rows) throws Exception {
        double sum = 0;
        while (rows.next()) {
            sum += rows.number(0);
        }
        return sum;
    }

    private static byte[] all(byte[]... messages) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] each : messages) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }
}
