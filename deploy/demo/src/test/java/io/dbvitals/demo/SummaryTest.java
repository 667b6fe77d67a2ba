package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Page BEFORE = page("""
            pg_stat_database_xact_commit{datid="1",datname="shop"} 10
            """);

    @Test
    void a_healthy_page_has_no_complaints() {
        assertThat(complaintsOf("""
                dbvitals_target_up{target="demo"} 1.0
                dbvitals_collector_success{collector="pg_locks",target="demo"} 1.0
                pg_stat_database_xact_commit{datid="1",datname="shop"} 12
                """)).isEmpty();
    }

    @Test
    void failed_collectors_and_a_dead_target_are_named() {
        assertThat(complaintsOf("""
                dbvitals_target_up{target="demo"} 0.0
                dbvitals_collector_success{collector="pg_locks",target="demo"} 0.0
                dbvitals_collector_success{collector="pg_up",target="demo"} 1.0
                pg_stat_database_xact_commit{datid="1",datname="shop"} 12
                """))
                .containsExactly(
                        "dbvitals_target_up{target=\"demo\"} is 0.0",
                        "collectors failed: dbvitals_collector_success{collector=\"pg_locks\",target=\"demo\"}");
    }

    @Test
    void a_page_on_which_nothing_moves_is_complained_about() {
        assertThat(complaintsOf("""
                pg_stat_database_xact_commit{datid="1",datname="shop"} 10
                """))
                .containsExactly("no collector succeeded", "the workload's commits are not on the page");
    }

    private static List<String> complaintsOf(String text) {
        return new Summary(BEFORE, page(text), Duration.ofSeconds(8)).complaints();
    }

    private static Page page(String text) {
        return new Page(text, text.length(), Duration.ofMillis(1));
    }
}
