package io.dbvitals.demo.bench.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void ratios_have_decimals_of_their_own_and_what_is_missing_a_dash() {
        Table table = new Table(List.of("without", "with", "ratio"), 1);
        table.add("scrape, ms", "scrape_ms", 1, List.of(10.0, 12.04, 1.204));
        table.add("series", "series", 0, List.of(100.0, Double.NaN, Double.NaN));

        assertThat(table.markdown()).isEqualTo("""
                | | without | with | ratio |
                |---|--:|--:|--:|
                | scrape, ms | 10.0 | 12.0 | 1.20 |
                | series | 100 | – | – |
                """);
        assertThat(table.json()).isEqualTo("""
                "scrape_ms": [10.0000, 12.0400, 1.2040],
                  "series": [100.0000, null, null]""");
    }

    @Test
    void a_single_column_is_no_list() {
        Table table = new Table(List.of("with"), 0);
        table.add("series", "series", 0, List.of(7.0));

        assertThat(table.json()).isEqualTo("\"series\": 7.0000");
    }
}
