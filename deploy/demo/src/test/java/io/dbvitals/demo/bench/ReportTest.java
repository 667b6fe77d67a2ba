package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void ours_is_compared_with_the_only_peer() throws DemoException {
        Report report = report(all("dbvitals 1.0", 3), all("other 2.0", 6));

        assertThat(report.markdown()).startsWith("""
                        Somewhere.

                        | | dbvitals 1.0 | other 2.0 | ratio |
                        |---|--:|--:|--:|
                        | scrape p50, ms | 3.0 | 6.0 | 0.50 |
                        """).endsWith("| families | 3 | 6 | 0.50 |\n");
    }

    @Test
    void ours_is_compared_with_several_peers_together() throws DemoException {
        Report report = report(all("dbvitals 1.0", 3), all("one 1.0", 6), all("two 1.0", 4));

        assertThat(report.markdown())
                .contains(
                        "| | dbvitals 1.0 | one 1.0 | two 1.0 | peers, together | ratio |\n|---|--:|--:|--:|--:|--:|\n")
                .contains("| scrape p99, ms; together: the slowest | 3.0 | 6.0 | 4.0 | 6.0 | 0.50 |\n")
                .contains("| CPU of the exporter per scrape, ms | 3.0 | 6.0 | 4.0 | 10.0 | 0.30 |\n")
                .contains("| process start to first page, ms; together: the slowest | 3 | 6 | 4 | 6 | 0.50 |\n")
                .contains("| series | 3 | 6 | 4 | 10 | 0.30 |\n");
    }

    @Test
    void without_a_peer_there_is_no_ratio() throws DemoException {
        assertThat(report(all("dbvitals 1.0", 3)).markdown())
                .contains("| | dbvitals 1.0 |\n|---|--:|\n| scrape p50, ms | 3.0 |\n");
    }

    @Test
    void a_ratio_to_nothing_is_left_out() throws DemoException {
        Report report = report(all("dbvitals 1.0", 3), all("other 2.0", 0));

        assertThat(report.markdown()).contains("| scrape p50, ms | 3.0 | 0.0 | – |");
        assertThat(report.json()).contains("\"ratios\": {\"scrape_p50_ms\": null,");
    }

    @Test
    void what_was_left_out_is_said() throws DemoException {
        Report report = new Report(
                "Somewhere.", List.of("host, because there is no \"x\"", "mysql"), all("dbvitals 1.0", 3), List.of());

        assertThat(report.markdown())
                .startsWith("Somewhere.\nLeft out, of dbvitals too: host, because there is no \"x\"; mysql.\n\n| |");
        assertThat(report.json()).contains("\"left_out\": [\"host, because there is no \\\"x\\\"\", \"mysql\"]");
    }

    @Test
    void json_names_every_figure() throws DemoException {
        String json = report(all("dbvitals 1.0", 3), all("one 1.0", 6), all("two 1.0", 4))
                .json();

        assertThat(json).contains("{\"name\": \"dbvitals 1.0\", \"scrape_p50_ms\": 3.000,");
        assertThat(json).contains("\"peers_together\": {\"scrape_p50_ms\": 6.000,");
        assertThat(json).contains("\"ratios\": {\"scrape_p50_ms\": 0.500,");
        for (Figure figure : Figure.values()) {
            assertThat(json).contains("\"" + figure.key() + "\": 3.000");
        }
        assertThat(json.split("\"name\"", -1)).hasSize(4);
    }

    @Test
    void a_figure_that_is_missing_is_named() {
        assertThatThrownBy(() -> new Figures("x").get(Figure.P50)).hasMessage("P50 was not measured");
    }

    private static Report report(Figures ours, Figures... peers) {
        return new Report("Somewhere.", List.of(), ours, List.of(peers));
    }

    private static Figures all(String name, double value) {
        Figures figures = new Figures(name);
        for (Figure figure : Figure.values()) {
            figures.set(figure, value);
        }
        return figures;
    }
}
