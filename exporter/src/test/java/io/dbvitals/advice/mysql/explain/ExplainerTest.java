package io.dbvitals.advice.mysql.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.mysql.digest.CannedServer;
import io.dbvitals.advice.mysql.digest.DigestTable;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Samples and plans as MySQL has them, which is not at hand. */
class ExplainerTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final Statement STATEMENT = new Statement(
            "shop/0123456789abcdef", "shop", "", "SELECT a FROM t WHERE a = ?", "", Map.of(Statement.SECONDS, 1.0));

    private final CannedServer server = new CannedServer()
            .answer(
                    "d.QUERY_SAMPLE_TEXT, 1",
                    List.of(List.of("shop", DIGEST, "SELECT a FROM t WHERE a = 'secret'", "1")));

    @Test
    void explain_asksWithTheDigestsOwnSample() throws Exception {
        Plans plans = explain("{\"query_block\": {\"table\": {\"table_name\": \"t\", \"access_type\": \"ALL\","
                + " \"rows_examined_per_scan\": 7, \"attached_condition\": \"(`shop`.`t`.`a` = 'secret')\"}}}");
        assertThat(plans.of(STATEMENT).orElseThrow().plan().text())
                .isEqualTo("t: ALL, 7 rows, filter (`shop`.`t`.`a` = ?)");
        assertThat(plans.unavailable()).isEmpty();
    }

    @Test
    void explain_saysWhenTheFormatIsAnother() throws Exception {
        Plans plans = explain("{\"query\": \"/* select#1 */ select 'secret'\", \"operation\": \"Table scan on t\"}");
        assertThat(plans.of(STATEMENT)).isEmpty();
        assertThat(plans.unavailable())
                .containsExactly(
                        "plans: the server writes them in another format than is read here; on MySQL SET PERSIST"
                                + " explain_json_format_version = 1");
    }

    private Plans explain(String json) throws Exception {
        server.answer("EXPLAIN FORMAT=JSON SELECT a FROM t WHERE a = 'secret'", List.of(List.of(json)));
        return new Explainer(server)
                .explain(
                        List.of(STATEMENT),
                        new DigestTable(Set.of("QUERY_SAMPLE_TEXT")),
                        Set.of(),
                        Deadline.after(Duration.ofSeconds(10)));
    }
}
