package io.dbvitals.demo.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.Page;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorPageTest {
    private static final String GOOD = """
            pg_vector_probe_duration_seconds_count{indexrelname="a",outcome="ok"} 40
            pg_vector_probe_duration_seconds_sum{indexrelname="a",outcome="ok"} 0.02
            pg_vector_probe_duration_seconds_count{indexrelname="b",outcome="ok"} 30
            pg_vector_probe_duration_seconds_sum{indexrelname="b",outcome="ok"} 0.03
            pg_vector_probe_duration_seconds_count{indexrelname="b",outcome="timeout"} 0
            pg_vector_probe_index_used{indexrelname="a"} 1
            pg_vector_probe_index_used{indexrelname="b"} 1
            pg_vector_probe_recall_ratio{indexrelname="b",k="10",method="exact"} 0.9875
            """;

    @Test
    void a_page_with_all_searches_has_no_complaints() {
        assertThat(complaintsOf(GOOD)).isEmpty();
    }

    @Test
    void an_empty_page_lacks_everything() {
        assertThat(complaintsOf(""))
                .containsExactly(
                        "pg_vector_probe_index_used of a is not on the page",
                        "no search in a is on the page",
                        "pg_vector_probe_index_used of b is not on the page",
                        "no search in b is on the page",
                        "pg_vector_probe_recall_ratio of b is not on the page");
    }

    @Test
    void an_index_that_is_not_used_is_named() {
        assertThat(complaintsOf(GOOD.replace("used{indexrelname=\"a\"} 1", "used{indexrelname=\"a\"} 0")))
                .containsExactly("pg_vector_probe_index_used of a is not 1");
    }

    @Test
    void searches_that_failed_are_none() {
        assertThat(complaintsOf(
                        GOOD.replace("indexrelname=\"a\",outcome=\"ok\"", "indexrelname=\"a\",outcome=\"error\"")))
                .containsExactly("no search in a is on the page");
    }

    @Test
    void searches_and_recall_are_printed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        page(GOOD).print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                            40  searches in a, 0.50 ms each
                            30  searches in b, 1.00 ms each, recall 0.988
                """);
    }

    private static List<String> complaintsOf(String text) {
        return page(text).complaints();
    }

    private static VectorPage page(String text) {
        return new VectorPage(new Page(text, text.length(), Duration.ofMillis(1)), List.of("a", "b"), List.of("b"));
    }
}
