package io.dbvitals.advice.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules on tables, indexes and the list of statements itself; statements have room for 100. */
class TableRulesIT {
    private static TestServer server;
    private static Shop shop;

    @BeforeAll
    static void start() {
        server = TestServer.start(14, Map.of("pg_stat_statements.max", "100"));
        shop = new Shop(server);
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void oldStatistics_areFound_untilAnalyze() throws Exception {
        server.execute("ANALYZE customer");
        eventually(
                () -> assertThat(on(Rule.STALE_STATISTICS, "public.customer")).isEmpty());
        shop.advice(Rule.STALE_STATISTICS, 1, "UPDATE customer SET name = name WHERE id > 5000");
        eventually(() -> assertThat(on(Rule.STALE_STATISTICS, "public.customer"))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).contains("\nANALYZE public.customer\n")));
        server.execute("ANALYZE customer");
        eventually(
                () -> assertThat(on(Rule.STALE_STATISTICS, "public.customer")).isEmpty());
    }

    @Test
    void unusedIndex_isFound_untilItIsUsed() throws Exception {
        server.execute("CREATE INDEX unused ON orders (note)", "ANALYZE orders");
        assertThat(on(Rule.INDEX_HYGIENE, "public.unused"))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).endsWith("\nDROP INDEX CONCURRENTLY public.unused"));
        shop.advice(Rule.INDEX_HYGIENE, 1, "SELECT id FROM orders WHERE note = 'note 7'");
        eventually(() -> assertThat(on(Rule.INDEX_HYGIENE, "public.unused")).isEmpty());
        server.execute("DROP INDEX unused");
    }

    @Test
    void duplicateIndex_isFound_andItsPrimaryKeyIsNot() throws Exception {
        server.execute("CREATE INDEX twin ON orders (id)", "CREATE INDEX other ON orders (id DESC)");
        assertThat(on(Rule.INDEX_HYGIENE, "public.twin"))
                .anySatisfy(each -> assertThat(each.text()).contains("the same columns", "public.orders_pkey"));
        assertThat(on(Rule.INDEX_HYGIENE, "public.orders_pkey")).isEmpty();
        assertThat(on(Rule.INDEX_HYGIENE, "public.other"))
                .noneMatch(each -> each.text().contains("the same columns"));
        server.execute("DROP INDEX twin, other");
    }

    @Test
    void invalidIndex_isFound() throws Exception {
        try {
            server.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON orders (customer)");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("could not create unique index");
        }
        assertThat(on(Rule.INDEX_HYGIENE, "public.broken"))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).endsWith("\nREINDEX INDEX CONCURRENTLY public.broken"));
        server.execute("DROP INDEX broken");
        assertThat(on(Rule.INDEX_HYGIENE, "public.broken")).isEmpty();
    }

    @Test
    void tableWithoutKey_isFound() throws Exception {
        server.execute("CREATE TABLE keyless AS SELECT g FROM generate_series(1, 2000) g", "ANALYZE keyless");
        assertThat(on(Rule.INDEX_HYGIENE, "public.keyless")).hasSize(1);
        assertThat(on(Rule.INDEX_HYGIENE, "public.orders")).isEmpty();
        server.execute("ALTER TABLE keyless ADD PRIMARY KEY (g)");
        assertThat(on(Rule.INDEX_HYGIENE, "public.keyless")).isEmpty();
        server.execute("DROP TABLE keyless");
    }

    @Test
    void forgottenStatements_areFound() throws Exception {
        assertThat(shop.advice(Rule.INCOMPLETE_LIST, connection -> {
                    for (int i = 1; i < 200; i++) {
                        Shop.run(connection, 1, "SELECT 1" + ", 1".repeat(i));
                    }
                }))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).contains("pg_stat_statements.max"));
        assertThat(shop.advice(Rule.INCOMPLETE_LIST, 3, "SELECT 1")).isEmpty();
    }

    private static List<Advice> on(Rule rule, String name) throws Exception {
        return shop.advice(rule, 1, "SELECT 1").stream()
                .filter(each -> each.subject().equals("postgres/" + name))
                .toList();
    }

    /** Statistics come a while after what they count. */
    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
    }
}
