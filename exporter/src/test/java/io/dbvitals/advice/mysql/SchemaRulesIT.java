package io.dbvitals.advice.mysql;

import static io.dbvitals.advice.Rule.INCOMPLETE_LIST;
import static io.dbvitals.advice.Rule.INDEX_HYGIENE;
import static io.dbvitals.advice.Rule.NO_INDEX_USED;
import static io.dbvitals.advice.Rule.STALE_STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.mysql.Shop.Look;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for tables, indexes and the list of statements, and what is said where something cannot be read. */
class SchemaRulesIT {
    private static final String SCAN = "SELECT id FROM orders WHERE customer = 4711";

    private static Shop shop;

    @BeforeAll
    static void start() {
        shop = Shop.open("--performance-schema-digests-size=200");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void staleStatistics_goAfterAnalyze() throws Exception {
        shop.execute(
                "CREATE TABLE `odd-name` (id INT PRIMARY KEY, v INT) STATS_AUTO_RECALC=0",
                "INSERT INTO `odd-name` SELECT seq, seq FROM seq_1_to_5000",
                "ANALYZE TABLE `odd-name`",
                "INSERT INTO `odd-name` SELECT seq, seq FROM seq_5001_to_8000");
        Look look = shop.look(1, "SELECT 1 FROM orders WHERE id = 1");
        Advice advice = look.the(STALE_STATISTICS, "shop.odd-name");
        assertThat(advice.text()).startsWith("ANALYZE TABLE shop.odd-name;");
        assertThat(look.rules("shop.orders")).doesNotContain(STALE_STATISTICS);

        shop.execute("ANALYZE TABLE `odd-name`");

        assertThat(shop.look(1, "SELECT 1 FROM orders WHERE id = 1").rules("shop.odd-name"))
                .isEmpty();
    }

    @Test
    void indexHygiene_namesWhatServesNobody() throws Exception {
        shop.execute(
                "CREATE TABLE kept (id INT PRIMARY KEY, a INT, b INT, c INT, u INT, parent INT, KEY a_i (a), KEY ab_i (a, b),"
                        + " KEY c_i (c), UNIQUE KEY u_i (u), KEY parent_i (parent),"
                        + " CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES orders (id))",
                "CREATE TABLE keyless (a INT, UNIQUE KEY a_u (a))",
                "INSERT INTO kept (id, a, b, c, u, parent) VALUES (1, 1, 1, 1, 1, 1)");
        Look look = shop.look(
                1, "SELECT b FROM kept WHERE a = 1 AND b = 1", "SELECT 1 FROM orders WHERE status = 's1' LIMIT 1");
        assertThat(look.the(INDEX_HYGIENE, "shop.kept.a_i").text())
                .isEqualTo(
                        "the index ab_i begins with the same columns (a): see that no hint names a_i, then ALTER TABLE"
                                + " shop.kept DROP INDEX a_i");
        assertThat(look.the(INDEX_HYGIENE, "shop.kept.c_i").text()).startsWith("no statement has used it");
        assertThat(look.the(INDEX_HYGIENE, "shop.keyless").text()).contains("add a primary key");
        assertThat(look.of("shop.kept.")).extracting(Advice::subject).containsOnly("shop.kept.a_i", "shop.kept.c_i");
        assertThat(look.of("shop.orders.status_i")).isEmpty();
    }

    @Test
    void indexHygiene_waitsUntilUsesSaySomething() throws Exception {
        MySqlStatements patient = MySqlStatements.of(shop.reader, Duration.ofDays(30));
        Window window = Window.sinceReset(patient.snapshot(Shop.soon()));
        assertThat(patient.judge(window, Shop.soon()).unavailable())
                .contains(
                        "lock-waits for rows: MariaDB counts waits for tables only; those for rows are looked for while a window"
                                + " is open (--window 30s)")
                .contains(
                        "unused indexes: uses are counted since the server's start 0 days ago; 30 days have to have passed");
    }

    @Test
    void incompleteList_isNoticedAndGoesWithTruncate() throws Exception {
        assertThat(shop.look(1, "SELECT 1").rules("digest")).isEmpty();
        String[] many = IntStream.range(0, 300)
                .mapToObj(i -> "SELECT id AS column_" + i + " FROM orders WHERE id = 1")
                .toArray(String[]::new);
        Look full = shop.look(1, many);
        assertThat(full.the(INCOMPLETE_LIST, "digest").evidence().get(0).value())
                .isGreaterThan(50);
        assertThat(full.window().statements()).extracting(Statement::id).contains("other");

        shop.secondsLater();
        Look emptied =
                shop.look(1, "TRUNCATE TABLE performance_schema.events_statements_summary_by_digest", "SELECT 1");

        assertThat(emptied.window().broken()).isTrue();
        assertThat(emptied.window().seconds()).isEmpty();
        assertThat(shop.look(1, "SELECT 1").rules("digest")).isEmpty();
    }

    @Test
    void window_isBrokenByARestart() throws Exception {
        Snapshot before = shop.statements.snapshot(Shop.soon());
        shop.secondsLater();
        shop.server.stop();
        shop.server.startAgain();
        shop.execute(SCAN);
        Window window = Window.between(before, shop.statements.snapshot(Shop.soon()));
        assertThat(window.broken()).isTrue();
        assertThat(window.statements())
                .extracting(Statement::text)
                .contains("SELECT ID FROM orders WHERE customer = ?");
    }

    @Test
    void plans_areMissedWithTheRemedy() throws Exception {
        shop.execute(
                "UPDATE performance_schema.setup_consumers SET enabled = 'NO' WHERE name LIKE 'events_statements_history%'");
        Look withoutSamples = shop.look(3, SCAN);
        shop.execute(
                "UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name LIKE 'events_statements_%'");
        assertThat(withoutSamples.the(NO_INDEX_USED, "FROM orders").confidence())
                .isEqualTo(Confidence.COUNTER);
        assertThat(withoutSamples.findings().unavailable())
                .anyMatch(line ->
                        line.startsWith("plans, and waits for rows: the server keeps no statements with their values")
                                && line.contains("performance-schema-consumer-events-statements-"));

        shop.execute("GRANT FILE ON *.* TO dbvitals@'%'");
        Look asAdministrator = shop.look(3, SCAN);
        shop.execute("REVOKE FILE ON *.* FROM dbvitals@'%'");
        assertThat(asAdministrator.the(NO_INDEX_USED, "FROM orders").plan()).isEmpty();
        assertThat(asAdministrator.findings().unavailable())
                .contains(
                        "plans: dbvitals has the rights of an administrator, with which EXPLAIN would call functions of others;"
                                + " make a user by scripts/create_mysql_user.sql");

        shop.execute("REVOKE SELECT, SHOW VIEW ON shop.* FROM dbvitals@'%'");
        Look withoutRight;
        try {
            shop.reader.reopen();
            withoutRight = shop.look(3, SCAN);
        } finally {
            shop.execute("GRANT SELECT, SHOW VIEW ON shop.* TO dbvitals@'%'");
            shop.reader.reopen();
        }
        assertThat(withoutRight.the(NO_INDEX_USED, "FROM orders").plan()).isEmpty();
        assertThat(withoutRight.findings().unavailable())
                .contains(
                        "plans of statements in shop: EXPLAIN asks for the right to read the tables: GRANT SELECT, SHOW VIEW"
                                + " ON `shop`.* TO 'dbvitals'@'%'");
        assertThat(withoutRight.findings().toString()).doesNotContain("4711");
    }

    @Test
    void snapshot_tellsHowToBeAllowedAndToBeCounted() throws Exception {
        shop.execute("UPDATE performance_schema.setup_consumers SET enabled = 'NO' WHERE name = 'statements_digest'");
        assertThatThrownBy(() -> shop.statements.snapshot(Shop.soon()))
                .isInstanceOf(CollectException.class)
                .hasMessageStartingWith(
                        "the consumer statements_digest is off: UPDATE performance_schema.setup_consumers");
        shop.execute("UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name = 'statements_digest'");

        shop.execute("UPDATE performance_schema.setup_instruments SET enabled = 'NO' WHERE name LIKE 'statement/%'");
        assertThatThrownBy(() -> shop.statements.snapshot(Shop.soon()))
                .hasMessageStartingWith(
                        "the instruments of statements are off: UPDATE performance_schema.setup_instruments");
        shop.execute("UPDATE performance_schema.setup_instruments SET enabled = 'YES' WHERE name LIKE 'statement/%'");

        shop.execute("REVOKE SELECT ON performance_schema.* FROM dbvitals@'%'");
        try (SqlServer refused = new MySqlServer(shop.server.config())) {
            assertThatThrownBy(() -> MySqlStatements.of(refused, Duration.ZERO).snapshot(Shop.soon()))
                    .isInstanceOf(CollectException.class)
                    .hasMessageContaining(": GRANT SELECT ON performance_schema.* TO 'dbvitals'@'%'");
        } finally {
            shop.execute("GRANT SELECT ON performance_schema.* TO dbvitals@'%'");
        }
    }

    @Test
    void statements_ofMonitorsAndOwnOnesAreLeftOut() throws Exception {
        List<Statement> all = shop.statements.snapshot(Shop.soon()).statements();
        assertThat(all)
                .noneMatch(each ->
                        each.text().matches("(?i).*(performance_schema|information_schema).*|(explain|show) .*"));
    }
}
