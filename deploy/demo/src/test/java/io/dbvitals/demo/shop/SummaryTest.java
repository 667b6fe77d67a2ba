package io.dbvitals.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.Page;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Page BEFORE = page("""
            pg_stat_database_xact_commit{datid="1",datname="shop"} 10
            redis_keyspace_hits_total 7
            """);

    private static final String GOOD = """
            dbvitals_target_up{target="shop"} 1.0
            dbvitals_collector_success{collector="pg_locks",target="shop"} 1.0
            pg_up{server="x"} 1.0
            redis_up 1
            node_cpu_seconds_total{cpu="0",mode="idle"} 12.5
            pg_stat_database_xact_commit{datid="1",datname="shop"} 12
            redis_keyspace_hits_total 10
            """;

    @Test
    void a_healthy_page_has_no_complaints() {
        assertThat(complaintsOf(GOOD)).isEmpty();
    }

    @Test
    void failed_collectors_and_a_dead_target_are_named() {
        assertThat(complaintsOf(GOOD.replace("target_up{target=\"shop\"} 1.0", "target_up{target=\"shop\"} 0.0") + """
                dbvitals_collector_success{collector="pg_up",target="shop"} 0.0
                """))
                .containsExactly(
                        "dbvitals_target_up{target=\"shop\"} is 0.0",
                        "collectors failed: dbvitals_collector_success{collector=\"pg_up\",target=\"shop\"}");
    }

    @Test
    void a_server_that_is_down_is_named() {
        assertThat(complaintsOf(GOOD.replace("redis_up 1", "redis_up 0"))).containsExactly("redis_up is not 1");
        assertThat(complaintsOf(GOOD.replace("pg_up{server=\"x\"} 1.0", "pg_up{server=\"x\"} 0.0")))
                .containsExactly("pg_up is not 1");
    }

    @Test
    void a_page_on_which_nothing_moves_is_complained_about() {
        assertThat(complaintsOf("""
                pg_stat_database_xact_commit{datid="1",datname="shop"} 10
                redis_keyspace_hits_total 7
                """))
                .containsExactly(
                        "no collector succeeded",
                        "pg_up is not on the page",
                        "redis_up is not on the page",
                        "node_cpu_seconds_total is not on the page",
                        "the workload's commits are not on the page",
                        "the workload's reads from Redis are not on the page");
    }

    @Test
    void what_moved_is_printed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new Summary(BEFORE, page(GOOD), Duration.ofSeconds(8))
                .print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("collectors  1 ok, 0 failed")
                .containsPattern(" 2  commits +pg_stat_database_xact_commit\n")
                .containsPattern(" 3  keys found in Redis +redis_keyspace_hits_total\n");
    }

    private static List<String> complaintsOf(String text) {
        return new Summary(BEFORE, page(text), Duration.ofSeconds(8)).complaints();
    }

    private static Page page(String text) {
        return new Page(text, text.length(), Duration.ofMillis(1));
    }
}
