package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.grafana.AllPanels.Asked;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.reference.source.Selector;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Panels name what dbvitals serves, what rules record, or what is listed as foreign; and use it as what it is. */
class MetricNamesTest {
    /** By how much they grow, or how many there are. */
    private static final Set<String> OF_COUNTERS = Set.of("count", "rate", "irate", "increase", "resets", "changes");
    /** Blocks that a running build will have read: a gauge, for all its name says. */
    private static final Set<String> NO_COUNTERS = Set.of("pg_vector_index_build_blocks_total");

    @Test
    void metric_isServedRecordedOrListedAsForeign() throws IOException {
        List<List<String>> foreign = Folders.table("foreign-metrics.tsv");
        Set<List<String>> used = new HashSet<>();
        for (Asked asked : AllPanels.asked()) {
            for (Selector selector : Selector.of(asked.expr())) {
                String metric = selector.metric();
                if (Served.ALL.has(metric)) {
                    continue;
                }
                List<List<String>> found = foreign.stream()
                        .filter(line -> metric.matches(line.get(0)) && covers(line.get(1), asked.dashboard()))
                        .toList();
                assertThat(found).as("%s: %s", asked.where(), metric).isNotEmpty();
                used.addAll(found);
            }
        }
        assertThat(used).as("lines of the list that are needed").hasSameElementsAs(foreign);
    }

    @Test
    void counter_isUsedByItsGrowth() {
        for (Asked asked : AllPanels.asked()) {
            for (Selector selector : Selector.of(asked.expr())) {
                String type = Served.ALL.type(selector.metric());
                boolean counter = type.equals("counter")
                        || type.equals("histogram")
                        || (type.isEmpty() && selector.metric().matches(".*_(total|count|sum|bucket)"));
                if (counter && !NO_COUNTERS.contains(selector.metric())) {
                    assertThat(selector.function())
                            .as("%s: %s", asked.where(), selector)
                            .isIn(OF_COUNTERS);
                }
                if (type.equals("gauge")) {
                    assertThat(selector.function())
                            .as("%s: %s", asked.where(), selector)
                            .isNotIn("rate", "irate", "increase");
                }
            }
        }
    }

    @Test
    void metrics_areFoundInExpressions() {
        assertThat(
                        Selector.of(
                                "sum by (job, x) (rate(a_total{x=\"y\"}[5m])) / on (job) group_left () (b > 0) or time() - c:d"))
                .containsExactly(
                        new Selector("a_total", "x=\"y\"", "5m", "rate"),
                        new Selector("b", "", "", ""),
                        new Selector("c:d", "", "", ""));
    }

    private static boolean covers(String dashboards, Dashboard dashboard) {
        return dashboards.equals("*")
                || List.of(dashboards.split(",")).contains(dashboard.uid().substring("dbvitals-".length()));
    }
}
