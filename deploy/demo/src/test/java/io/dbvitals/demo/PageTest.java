package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Page PAGE = new Page("""
            # HELP pg_up Whether the server answers.
            # TYPE pg_up gauge
            pg_up{server="db:5432"} 1.0
            # TYPE pg_up_seconds gauge
            pg_up_seconds 12
            # TYPE pg_text gauge
            pg_text{query="SELECT '}' || x",datname="a b"} +Inf
            # EOF
            """, 99, Duration.ofMillis(3));

    @Test
    void families_are_counted_by_type() {
        assertThat(PAGE.families()).isEqualTo(3);
    }

    @Test
    void series_are_lines_that_are_no_comments() {
        assertThat(PAGE.series()).isEqualTo(3);
    }

    @Test
    void samples_are_those_of_the_very_metric() {
        assertThat(PAGE.samples("pg_up")).containsExactly(entry("pg_up{server=\"db:5432\"}", 1.0));
        assertThat(PAGE.samples("pg_up_seconds")).containsExactly(entry("pg_up_seconds", 12.0));
    }

    @Test
    void samples_with_brackets_and_blanks_in_labels_are_read() {
        assertThat(PAGE.samples("pg_text").values()).containsExactly(Double.POSITIVE_INFINITY);
    }
}
