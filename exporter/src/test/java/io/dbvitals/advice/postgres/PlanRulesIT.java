package io.dbvitals.advice.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.postgres.plan.Planner;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that a plan proves, each where the defect is and where its remedy was applied; on the first with EXPLAIN (GENERIC_PLAN). */
class PlanRulesIT {
    private static final String SLOW_BY_CUSTOMER =
            "SELECT id, pg_sleep(0.11) FROM orders WHERE customer = 77 AND street > 5";

    private static TestServer server;
    private static Shop shop;

    @BeforeAll
    static void start() {
        server = TestServer.start(16);
        shop = new Shop(server);
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
        }
    }

    /** What is one literal to us would end behind the backslash for a server with the old way of quoting. */
    @Test
    void textThatHidesAStatement_isPlannedAsItIsRead() throws Exception {
        server.execute("CREATE SCHEMA open", "GRANT ALL ON SCHEMA open TO dbvitals");
        server.execute("ALTER ROLE dbvitals SET standard_conforming_strings = off");
        try (PostgresServer reads = new PostgresServer(server.config().apart(1, "dbvitals-advice"))) {
            Statement hiding = new Statement(
                    "1",
                    "postgres",
                    "app",
                    "SELECT 'a\\'' ; COMMIT; BEGIN READ WRITE; CREATE TABLE open.planned (x int); COMMIT; --'",
                    "",
                    Map.of());
            List<String> refused = new ArrayList<>();
            new Planner(reads, reads.user(), 16)
                    .plan(hiding, Deadline.after(Duration.ofSeconds(30)), (statement, why) -> refused.add(why));
            assertThat(server.ask("SELECT to_regclass('open.planned') IS NULL")).isEqualTo("t");
            assertThat(refused).as("it is one statement, and can be planned").isEmpty();
        } finally {
            server.execute("ALTER ROLE dbvitals RESET standard_conforming_strings", "DROP SCHEMA open CASCADE");
        }
    }

    @Test
    void missingIndex_isProposed_andOnceMadeEndsTheFinding() throws Exception {
        Advice found = one(shop.advice(Rule.MISSING_INDEX, 1, SLOW_BY_CUSTOMER));

        assertThat(found.text()).endsWith("\nCREATE INDEX CONCURRENTLY ON public.orders (customer, street)");
        assertThat(found.confidence()).isEqualTo(Confidence.GENERIC_PLAN);
        assertThat(found.severity()).isEqualTo(Severity.HIGH);
        assertThat(found.gain().secondsPerHour())
                .hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
        assertThat(plan(found))
                .contains(
                        "Seq Scan on public.orders (rows=",
                        "Filter: ((orders.street > $3) AND (orders.customer = $2))");
        assertThat(found.plan().orElseThrow().hash()).matches("[0-9a-f]{16}");
        assertThat(shop.last().unavailable())
                .contains("indexes in postgres are proposed by the plan alone, and not tried: CREATE EXTENSION hypopg"
                        + " there, if its package is installed");
        shop.follow(found);
        assertThat(shop.advice(Rule.MISSING_INDEX, 1, SLOW_BY_CUSTOMER)).isEmpty();
        server.execute("DROP INDEX orders_customer_street_idx");
    }

    @Test
    void joinOnAColumnWithoutIndex_isFound_andItsIndexEndsTheFinding() throws Exception {
        String join = "SELECT o.id, pg_sleep(0.11) FROM customer c JOIN orders o ON o.customer = c.id"
                + " WHERE c.name = 'name 4711'";
        Advice found = one(shop.advice(Rule.UNINDEXED_JOIN, 1, join));

        assertThat(found.text()).endsWith("\nCREATE INDEX CONCURRENTLY ON public.orders (customer)");
        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(plan(found)).contains("Seq Scan on public.orders", "Cond: (").doesNotContain("4711");
        shop.follow(found);
        assertThat(shop.advice(Rule.UNINDEXED_JOIN, 1, join)).isEmpty();
        server.execute("DROP INDEX orders_customer_idx");
    }

    @Test
    void changeThatReadsTheWholeTable_isCritical_andPlannedWithoutTheRightToChange() throws Exception {
        String delete = "DELETE FROM orders WHERE note = 'secret'";
        Advice found = one(shop.advice(Rule.FULL_SCAN_WRITE, 5, delete));

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.text())
                .endsWith("\nCREATE INDEX CONCURRENTLY ON public.orders (note)")
                .doesNotContain("secret");
        assertThat(plan(found)).contains("Seq Scan on public.orders", "Filter: (orders.note = $1)");
        shop.follow(found);
        assertThat(shop.advice(Rule.FULL_SCAN_WRITE, 5, delete)).isEmpty();
        server.execute("DROP INDEX orders_note_idx");
    }

    @Test
    void conditionOnAFunction_getsAnIndexOnTheExpression() throws Exception {
        String lower = "SELECT o.id FROM orders o WHERE lower(o.note) = 'secret'";
        Advice found = one(shop.advice(Rule.EXPRESSION_FILTER, 5, lower));

        assertThat(found.text()).endsWith("\nCREATE INDEX CONCURRENTLY ON public.orders ((lower(note)))");
        assertThat(plan(found)).contains("Filter: (lower(o.note) = $1)");
        shop.follow(found);
        assertThat(shop.advice(Rule.EXPRESSION_FILTER, 5, lower)).isEmpty();
        server.execute("DROP INDEX orders_lower_idx");
    }

    @Test
    void castOfAnIndexedColumn_isToBeTheTypeOfTheValue() throws Exception {
        Advice found = one(shop.advice(Rule.EXPRESSION_FILTER, 5, "SELECT note FROM orders WHERE id::numeric = 42.5"));

        assertThat(found.text()).contains("(id)::numeric", "(int4)").doesNotContain("42");
        assertThat(plan(found)).contains("Seq Scan");
        assertThat(shop.advice(Rule.EXPRESSION_FILTER, 5, "SELECT note FROM orders WHERE id = 42"))
                .isEmpty();
    }

    @Test
    void sortAboveABigScan_isFound_untilAnIndexHasTheOrder() throws Exception {
        String sort = "SELECT id FROM orders ORDER BY note LIMIT 5";
        Advice found = one(shop.advice(Rule.BIG_SORT, 5, sort));

        assertThat(found.severity()).isEqualTo(Severity.LOW);
        assertThat(found.text()).contains("orders.note");
        assertThat(plan(found)).contains("Sort Key: orders.note");
        server.execute("CREATE INDEX of_test ON orders (note)");
        assertThat(shop.advice(Rule.BIG_SORT, 5, sort)).isEmpty();
        server.execute("DROP INDEX of_test");
    }

    @Test
    void orderByRandom_isFound_andAKeyIsNot() throws Exception {
        Advice found = one(shop.advice(Rule.COSTLY_FORM, 3, "SELECT id FROM orders ORDER BY random() LIMIT 3"));

        assertThat(found.text()).startsWith("ORDER BY random()");
        assertThat(plan(found)).contains("Sort Key: (random())");
        assertThat(shop.advice(Rule.COSTLY_FORM, 3, "SELECT id FROM orders WHERE id >= 4711 ORDER BY id LIMIT 3"))
                .isEmpty();
    }

    @Test
    void notInThatIsNotHashed_isFound_andNotExistsIsNot() throws Exception {
        server.execute(
                "CREATE TABLE sold AS SELECT g::bigint * 2 AS id FROM generate_series(1, 400000) g",
                "GRANT SELECT ON sold TO app, dbvitals",
                "ANALYZE sold");
        // The application has memory for a hash table, so that this test need not wait.
        String memory = "SET work_mem = '512MB'";
        Advice found = one(shop.advice(
                Rule.COSTLY_FORM, 2, memory, "SELECT count(*) FROM orders WHERE id NOT IN (SELECT s.id FROM sold s)"));

        assertThat(found.text()).startsWith("NOT IN (SELECT");
        assertThat(plan(found)).contains("SubPlan 1");
        assertThat(shop.advice(
                        Rule.COSTLY_FORM,
                        2,
                        memory,
                        "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM sold s WHERE s.id = o.id)"))
                .isEmpty();
        server.execute("DROP TABLE sold");
    }

    @Test
    void wrongEstimate_isFound_untilStatisticsKnowTheDependency() throws Exception {
        String dependent = "SELECT id FROM orders WHERE street = 7 AND town = 7";
        Advice found = one(shop.advice(Rule.WRONG_ESTIMATE, 12, dependent));

        assertThat(found.evidence()).anySatisfy(each -> {
            assertThat(each.name()).isEqualTo("rows per call");
            assertThat(each.value()).isEqualTo(200);
        });
        assertThat(plan(found)).contains("orders.street = $1");
        server.execute("CREATE STATISTICS of_test (dependencies) ON street, town FROM orders", "ANALYZE orders");
        assertThat(shop.advice(Rule.WRONG_ESTIMATE, 12, dependent)).isEmpty();
        server.execute("DROP STATISTICS of_test");
    }

    @Test
    void statementThatMayNotBePlanned_isNamedWithTheRemedy() throws Exception {
        server.execute("CREATE TABLE hidden AS SELECT 'secret'::text AS word", "GRANT SELECT ON hidden TO app");
        shop.advice(Rule.MISSING_INDEX, 3, "SELECT word FROM hidden WHERE word = 'secret'");

        assertThat(shop.last().unavailable())
                .contains("1 statement without a plan in postgres: the right to read its tables is missing:"
                        + " GRANT pg_read_all_data TO dbvitals");
        server.execute("DROP TABLE hidden");
        shop.advice(
                Rule.MISSING_INDEX,
                connection -> Shop.run(
                        connection,
                        1,
                        "CREATE TEMP TABLE own (a int)",
                        "INSERT INTO own VALUES (1)",
                        "SELECT a, pg_sleep(0.2) FROM own WHERE a = 1"));
        assertThat(shop.last().unavailable())
                .contains("1 statement without a plan in postgres: a table, function or type in it is not found: it was"
                        + " dropped, is temporary, or stands in a schema that the session's own search_path names");
    }

    @Test
    void superuser_plansNothing() throws Exception {
        server.execute("ALTER ROLE dbvitals SUPERUSER");
        try {
            assertThat(shop.advice(Rule.MISSING_INDEX, 1, SLOW_BY_CUSTOMER)).isEmpty();
            assertThat(shop.last().unavailable())
                    .anyMatch(
                            line -> line.startsWith("no statement was planned: planning may run functions of others"));
        } finally {
            server.execute("ALTER ROLE dbvitals NOSUPERUSER");
        }
    }

    private static Advice one(List<Advice> advice) {
        assertThat(advice).as(shop.last().toString()).hasSize(1);
        return advice.get(0);
    }

    private static String plan(Advice advice) {
        return advice.plan().orElseThrow().text();
    }
}
