package io.dbvitals.advice.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Indexes are tried before they are proposed; on a server that has no EXPLAIN (GENERIC_PLAN) yet. */
class HypopgIT {
    private static TestServer server;
    private static Shop shop;

    @BeforeAll
    static void start() {
        server = TestServer.startWithHypopg();
        shop = new Shop(server);
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void indexThatHelps_isProposedWithTheCostsBeforeAndAfter() throws Exception {
        Advice found = one(shop.advice(
                Rule.MISSING_INDEX, 1, "SELECT id, pg_sleep(0.11) FROM orders WHERE customer = 77 AND street > 5"));

        assertThat(found.confidence()).isEqualTo(Confidence.HYPOPG);
        assertThat(value(found, "cost with the index")).isLessThan(value(found, "cost without the index") / 2);
        assertThat(found.gain().text()).endsWith(", by the costs with a hypothetical index");
        assertThat(found.plan().orElseThrow().text()).contains("Seq Scan on public.orders");
        assertThat(shop.last().unavailable()).noneMatch(line -> line.contains("hypopg"));
        assertThat(server.ask("SELECT count(*) FROM pg_indexes WHERE tablename = 'orders'"))
                .isEqualTo("1");
    }

    @Test
    void indexOnAnExpression_isTriedToo_andForChangesByTheirSearch() throws Exception {
        assertThat(one(shop.advice(
                                Rule.EXPRESSION_FILTER, 5, "SELECT o.id FROM orders o WHERE lower(o.note) = 'secret'"))
                        .confidence())
                .isEqualTo(Confidence.HYPOPG);
        assertThat(one(shop.advice(Rule.FULL_SCAN_WRITE, 5, "UPDATE orders SET street = 7 WHERE note = 'secret'"))
                        .confidence())
                .isEqualTo(Confidence.HYPOPG);
    }

    @Test
    void indexThatDoesNotHelp_isNotProposed() throws Exception {
        // The sums over the other table cost more than all that an index saves.
        String dear = "SELECT a.id, pg_sleep(0.11), (SELECT count(*) FROM orders x CROSS JOIN generate_series(1, 3) y)"
                + " FROM orders a WHERE a.customer = 77";
        shop.advice(Rule.MISSING_INDEX, 1, dear);

        assertThat(shop.of(Rule.TIME_CONSUMER)).hasSize(1);
        assertThat(shop.of(Rule.MISSING_INDEX)).isEmpty();
    }

    private static double value(Advice advice, String name) {
        return advice.evidence().stream()
                .filter(each -> each.name().equals(name))
                .mapToDouble(Evidence::value)
                .findFirst()
                .orElseThrow();
    }

    private static Advice one(List<Advice> advice) {
        assertThat(advice).as(shop.last().toString()).hasSize(1);
        return advice.get(0);
    }
}
