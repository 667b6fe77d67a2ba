package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void ours_is_compared_with_each_peer() throws DemoException {
        Report report = new Report("Somewhere.", List.of(all("dbvitals 1.0", 3), all("other 2.0", 6)));

        assertThat(report.markdown()).startsWith("""
                        Somewhere.

                        | | dbvitals 1.0 | other 2.0 | ratio to 2.0 |
                        |---|--:|--:|--:|
                        | scrape p50, ms | 3.0 | 6.0 | 0.50 |
                        """).endsWith("| families | 3 | 6 | 0.50 |\n");
    }

    @Test
    void json_names_every_figure() throws DemoException {
        String json = new Report("Somewhere.", List.of(all("dbvitals 1.0", 3))).json();

        assertThat(json).contains("{\"name\": \"dbvitals 1.0\", \"scrape_p50_ms\": 3.000,");
        for (Figure figure : Figure.values()) {
            assertThat(json).contains("\"" + figure.key() + "\": 3.000");
        }
    }

    @Test
    void a_figure_that_is_missing_is_named() {
        assertThatThrownBy(() -> new Figures("x").get(Figure.P50)).hasMessage("P50 was not measured");
    }

    private static Figures all(String name, double value) {
        Figures figures = new Figures(name);
        for (Figure figure : Figure.values()) {
            figures.set(figure, value);
        }
        return figures;
    }
}
