package io.dbvitals.advice.mysql.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which columns are asked for on servers that are not at hand; MariaDB's are read from a real one elsewhere. */
class DigestReaderTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final Deadline SOON = Deadline.after(Duration.ofSeconds(10));

    private final CannedServer server = new CannedServer()
            .answer("setup_consumers", List.of(List.of("1", "YES", "YES", "10000")))
            .answer(
                    "COLUMN_NAME",
                    List.of(
                            List.of("COUNT_STAR"),
                            List.of("SUM_TIMER_WAIT"),
                            List.of("SUM_CPU_TIME"),
                            List.of("QUANTILE_99")));

    @Test
    void read_asksForColumnsThatAreThereOnly() throws Exception {
        server.answer(
                "FIRST_SEEN",
                List.of(
                        List.of(
                                "shop",
                                DIGEST,
                                "SELECT `a` FROM `t`",
                                "1000",
                                "2000",
                                "3000",
                                "4",
                                "5000000000000",
                                "1e12"),
                        List.of("sys", DIGEST, "SELECT 1", "900", "2000", "3000", "4", "1", "1"),
                        List.of("shop", DIGEST, "EXPLAIN SELECT ?", "950", "2000", "3000", "4", "1", "1"),
                        List.of("", "", "", "1500", "2000", "3000", "7", "1", "1")));
        DigestReader reader = new DigestReader(server);
        Snapshot snapshot = reader.read(reader.table(SOON), SOON);
        assertThat(server.asked)
                .anyMatch(sql -> sql.contains("d.COUNT_STAR, d.SUM_TIMER_WAIT, d.SUM_CPU_TIME FROM"))
                .noneMatch(sql -> sql.contains("SUM_LOCK_TIME"));
        assertThat(snapshot.since()).contains(Instant.ofEpochSecond(900));
        assertThat(snapshot.at()).isEqualTo(Instant.ofEpochSecond(3000));
        assertThat(snapshot.server()).containsEntry(Counters.UNLISTED, 7.0);
        assertThat(snapshot.statements())
                .extracting(Statement::id)
                .containsExactly("shop/0123456789abcdef", DigestReader.UNLISTED_ID);
        Statement statement = snapshot.statements().get(0);
        assertThat(statement.text()).isEqualTo("SELECT a FROM t");
        assertThat(statement.seconds()).isEqualTo(5);
        assertThat(statement.counter(Counters.CPU_SECONDS)).isEqualTo(1);
        assertThat(statement.counts(Counters.LOCK_SECONDS)).isFalse();
    }

    @Test
    void read_isOfAnotherLifeAfterTruncate() throws Exception {
        DigestReader reader = new DigestReader(server);
        DigestTable table = reader.table(SOON);
        assertThat(life(reader, table, "1000"))
                .isEqualTo(life(reader, table, "1000"))
                .isNotEqualTo(life(reader, table, "1001"));
    }

    private String life(DigestReader reader, DigestTable table, String firstSeen) throws Exception {
        server.answer(
                "FIRST_SEEN", List.of(List.of("s", DIGEST, "SELECT 1", firstSeen, "2000", "3000", "4", "1", "1")));
        return reader.read(table, SOON).life();
    }

    @Test
    void quantiles_areReadWhereTheServerHasThem() throws Exception {
        server.answer("d.QUANTILE_99", List.of(List.of("shop", DIGEST, "2500000000")));
        assertThat(QuantileReader.read(server, DigestTable.read(server, SOON), SOON))
                .containsEntry("shop/0123456789abcdef", 0.0025)
                .hasSize(1);
        assertThat(QuantileReader.read(server, new DigestTable(Set.of("COUNT_STAR")), SOON))
                .isEmpty();
    }

    @Test
    void table_tellsWhatIsOff() {
        server.answer("setup_consumers", List.of(List.of("OFF", "", "", "0")));
        assertThatThrownBy(() -> DigestTable.read(server, SOON))
                .isInstanceOf(CollectException.class)
                .hasMessage(
                        "performance_schema is off: nothing is counted of statements; put performance_schema = ON below"
                                + " [mysqld] in my.cnf and restart the server");
        server.answer("setup_consumers", List.of(List.of("ON", "YES", "YES", "0")));
        assertThatThrownBy(() -> DigestTable.read(server, SOON))
                .hasMessageStartingWith("performance_schema_digests_size is 0:");
    }
}
