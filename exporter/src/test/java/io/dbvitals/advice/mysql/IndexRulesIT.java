package io.dbvitals.advice.mysql;

import static io.dbvitals.advice.Rule.EXPRESSION_FILTER;
import static io.dbvitals.advice.Rule.FULL_SCAN_WRITE;
import static io.dbvitals.advice.Rule.NO_INDEX_USED;
import static io.dbvitals.advice.Rule.ROWS_EXAMINED;
import static io.dbvitals.advice.Rule.UNINDEXED_JOIN;
import static io.dbvitals.advice.Rule.WRONG_ESTIMATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.mysql.Shop.Look;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for which an index is the remedy: where the defect exists, where it does not, and after what was advised. */
class IndexRulesIT {
    private static Shop shop;

    @BeforeAll
    static void start() {
        shop = Shop.open();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void noIndexUsed_goesWithTheIndexThatWasAdvised() throws Exception {
        shop.execute("CREATE TABLE shop.parcels SELECT * FROM shop.orders", "ANALYZE TABLE shop.parcels");
        String[] work = {
            "SELECT id FROM parcels WHERE note LIKE 'secret%' AND customer = 4711 AND status = 's1'",
            "SELECT id FROM orders WHERE id = 4711"
        };
        Look before = shop.look(3, work);
        Advice advice = before.the(NO_INDEX_USED, "FROM parcels");
        assertThat(advice.confidence()).isEqualTo(Confidence.ANALYSED);
        assertThat(advice.severity()).isEqualTo(Severity.HIGH);
        assertThat(advice.text())
                .isEqualTo("CREATE INDEX `parcels_customer_status_note_idx` ON `shop`.`parcels` (`customer`, `status`,"
                        + " `note`)");
        assertThat(advice.gain().secondsPerHour()).isPresent();
        assertThat(advice.plan().orElseThrow().hash()).matches("[0-9a-f]{16}");
        assertThat(advice.plan().orElseThrow().text())
                .matches("parcels: ALL, \\d+ rows, filter .*parcels\\.customer = \\?.*");
        assertThat(before.rules("FROM orders")).isEmpty();
        assertThat(before.findings().toString()).doesNotContain("secret", "4711", "'s1'");

        shop.create(advice);

        assertThat(shop.look(3, work).rules("FROM parcels")).isEmpty();
    }

    @Test
    void rowsExamined_goesWithTheIndexThatWasAdvised() throws Exception {
        shop.execute(
                "CREATE TABLE shop.bills LIKE shop.orders",
                "INSERT INTO shop.bills SELECT id, id, status, code, note FROM shop.orders");
        String work = "SELECT note FROM bills FORCE INDEX (status_i) WHERE status = 's7' AND customer = 17";
        Advice advice = shop.look(3, work).the(ROWS_EXAMINED, "FROM bills");
        assertThat(advice.text())
                .isEqualTo(
                        "its index is not selective enough: CREATE INDEX `bills_status_customer_idx` ON `shop`.`bills`"
                                + " (`status`, `customer`)");
        assertThat(advice.plan().orElseThrow().text()).contains("bills: ref by status_i");

        shop.create(advice);

        assertThat(shop.look(3, work.replace("FORCE INDEX (status_i)", "")).rules("FROM bills"))
                .isEmpty();
    }

    @Test
    void unindexedJoin_goesWithTheIndexThatWasAdvised() throws Exception {
        shop.execute("CREATE TABLE shop.people SELECT * FROM shop.customers", "ANALYZE TABLE shop.people");
        String[] work = {
            "SELECT count(p.name) FROM orders o JOIN people p ON p.id = o.customer WHERE o.id < 300",
            "SELECT count(a.note) FROM orders a JOIN orders b ON b.id = a.customer WHERE a.id < 300"
        };
        Look before = shop.look(2, work);
        Advice advice = before.the(UNINDEXED_JOIN, "JOIN people");
        assertThat(advice.text())
                .isEqualTo("each join reads p whole: CREATE INDEX `people_id_idx` ON `shop`.`people` (`id`)");
        assertThat(advice.plan().orElseThrow().text())
                .contains("join with a buffer", "p: ALL", "filter p.`id` = o.customer");
        assertThat(before.rules("JOIN orders b")).doesNotContain(UNINDEXED_JOIN);

        shop.create(advice);

        assertThat(shop.look(2, work).rules("JOIN people")).doesNotContain(UNINDEXED_JOIN);
    }

    @Test
    void fullScanWrite_goesWithTheIndexThatWasAdvised() throws Exception {
        shop.execute("CREATE TABLE shop.baskets SELECT * FROM shop.orders", "ANALYZE TABLE shop.baskets");
        String[] work = {
            "UPDATE baskets SET note = 'secret' WHERE customer = 12",
            "DELETE FROM baskets WHERE customer = 13",
            "UPDATE orders SET note = 'secret' WHERE id = 12"
        };
        Look before = shop.look(1, work);
        Advice update = before.the(FULL_SCAN_WRITE, "UPDATE baskets");
        assertThat(update.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(update.text()).endsWith("CREATE INDEX `baskets_customer_idx` ON `shop`.`baskets` (`customer`)");
        assertThat(update.plan().orElseThrow().text())
                .matches("baskets: ALL, \\d+ rows, filter baskets.customer = \\?");
        assertThat(before.rules("DELETE FROM baskets")).containsExactly(FULL_SCAN_WRITE);
        assertThat(before.rules("UPDATE orders")).isEmpty();

        shop.create(update);

        assertThat(shop.look(1, work).rules("baskets SET")).isEmpty();
    }

    @Test
    void noIndexUsed_saysWhatElseHelpsWhereNoIndexDoes() throws Exception {
        Look look = shop.look(
                2,
                "SELECT id FROM orders WHERE note LIKE '%secret'",
                "SELECT id FROM orders WHERE left(note, 6) = 'secret'",
                "SELECT id FROM orders WHERE note = 'secret' OR customer = -1",
                "SELECT max(note) FROM orders WHERE note <> 'secret'",
                "SELECT max(note) FROM orders WHERE customer NOT IN (SELECT id FROM customers WHERE name = 'secret')");
        assertThat(look.the(NO_INDEX_USED, "note LIKE ?").text()).contains("FULLTEXT");
        assertThat(look.the(NO_INDEX_USED, "LEFT(").text()).contains("generated column");
        assertThat(look.the(NO_INDEX_USED, "OR customer").text()).contains("each side of its OR");
        assertThat(look.rules("note <> ?")).isEmpty();
        assertThat(look.rules("NOT IN")).isEmpty();
        assertThat(look.findings().toString()).doesNotContain("secret");
    }

    @Test
    void expressionFilter_namesTheIndexThatIsNotUsed() throws Exception {
        Look look = shop.look(
                2,
                "SELECT id FROM orders WHERE lower(status) = 'secret'",
                "SELECT note FROM orders WHERE code = 4242",
                "SELECT note FROM orders WHERE code = '4242'");
        Advice function = look.the(EXPRESSION_FILTER, "lower(STATUS)");
        assertThat(function.text())
                .startsWith(
                        "the index status_i of shop.orders is not used: the column status stands in an expression;");
        assertThat(function.plan().orElseThrow().text()).contains("filter lcase(orders.`status`) = ?");
        assertThat(look.of("CODE = ?"))
                .anySatisfy(
                        advice -> assertThat(advice.text()).contains("the text column code is compared with a number"));

        Look right =
                shop.look(2, "SELECT note FROM orders WHERE code = '4242'", "SELECT id FROM orders WHERE status = 's'");
        assertThat(right.rules("orders")).isEmpty();
    }

    @Test
    void wrongEstimate_comparesWhatWasReadWithThePlan() throws Exception {
        shop.execute(
                "CREATE TABLE shop.skewed (id INT PRIMARY KEY, owner INT NOT NULL, v INT, KEY owner_i (owner))"
                        + " STATS_AUTO_RECALC=0",
                "INSERT INTO shop.skewed SELECT seq, seq, seq FROM seq_1_to_5000",
                "ANALYZE TABLE shop.skewed",
                "INSERT INTO shop.skewed SELECT seq, 7777, seq FROM seq_5001_to_25000",
                "CREATE TABLE shop.owners (id INT PRIMARY KEY, kind INT NOT NULL, KEY kind_i (kind))",
                "INSERT INTO shop.owners VALUES (7777, 1), (7778, 2)");
        String of = "SELECT sum(s.v) FROM owners o STRAIGHT_JOIN skewed s ON s.owner = o.id WHERE o.kind = ";
        Look look = shop.look(2, of + "1");
        Advice advice = look.the(WRONG_ESTIMATE, "skewed");
        assertThat(advice.text()).startsWith("ANALYZE TABLE shop.owners, shop.skewed;");
        assertThat(advice.plan().orElseThrow().text()).contains("s: ref by owner_i");
        assertThat(shop.look(2, "SELECT sum(v) FROM skewed WHERE id < 20000").rules("skewed WHERE"))
                .doesNotContain(WRONG_ESTIMATE);
    }

    @Test
    void literals_stayOnTheServer() throws Exception {
        String[] work = {
            "SELECT id FROM orders WHERE note = 's3cret' AND customer = 987654321",
            "SELECT id FROM orders WHERE note = \"s3cret\" /* s3cret */ -- s3cret",
            "SELECT id FROM orders WHERE note = 'it''s s3cret' OR note = 'back\\' s3cret'",
            "SELECT id FROM orders WHERE note IN ('s3cret', 'more s3cret', x'73336372', _latin1's3cret', N's3cret')",
            "SELECT id AS `a b`, 's3cret' FROM orders WHERE note LIKE 's3cret%' GROUP BY concat(note, 's3cret')",
            "SELECT id, concat(note, 's3cret') c FROM orders ORDER BY concat(code, 's3cret'), 1 LIMIT 987654, 1",
            "SELECT id FROM orders WHERE note > DATE'1987-06-05' AND code = 98765.4321e-2 AND status <> -987654321",
            "SELECT id FROM orders WHERE json_value(note, '$.s3cret') = 's3cret'",
            "SELECT id FROM (SELECT id, note FROM orders WHERE note = 's3cret') d WHERE d.note <> 's3cret'"
                    + " UNION SELECT 987654321",
            "UPDATE orders SET note = 's3cret' WHERE code = 's3cret' AND customer + 987654321 = 5",
            "SET @pin = 's3cret'",
            "PREPARE s FROM 'SELECT id FROM orders WHERE note = ''s3cret'''",
            "EXECUTE s",
            "CREATE USER IF NOT EXISTS u IDENTIFIED BY 's3cret'",
            "SELECT id FROM orders WHERE note = '" + "s3cret".repeat(500) + "'",
        };
        Look look = shop.look(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String each : work) {
                    statement.execute(each);
                }
                for (String wrong : new String[] {"SELECT 's3cret' FRM orders", "SELECT 's3cret", "oops 's3cret'"}) {
                    assertThatThrownBy(() -> statement.execute(wrong)).isInstanceOf(SQLException.class);
                }
            }
            try (Connection binary = DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + shop.server.port()
                            + "/shop?user=root&sslMode=disable&useServerPrepStmts=true");
                    PreparedStatement prepared = binary.prepareStatement(
                            "SELECT code FROM orders WHERE note = ? AND customer = 987654321")) {
                prepared.setString(1, "s3cret");
                prepared.execute();
                prepared.execute();
            }
        });
        assertThat(look.window().statements()).hasSizeGreaterThan(15);
        assertThat(look.findings().advice()).hasSizeGreaterThan(8);
        assertThat(look.toString()).doesNotContainPattern("(?i)s3cret|987654|98765|1987-|73336372");
        assertThat(look.of("SELECT CODE FROM orders")).isEmpty();
        assertThat(look.findings().unavailable())
                .anyMatch(line ->
                        line.startsWith("statements that clients prepare on the server: MariaDB counts them in no"
                                + " digest, and 2 were run since its start"));
    }
}
