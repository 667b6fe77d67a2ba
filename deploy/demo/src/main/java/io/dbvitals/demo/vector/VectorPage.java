package io.dbvitals.demo.vector;

import io.dbvitals.demo.Page;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a page shows of the searches in some indexes.
 *
 * @param searched indexes that dbvitals is to search
 * @param recalled those of them whose recall it is to measure
 */
public record VectorPage(Page page, List<String> searched, List<String> recalled) {
    private static final String USED = "pg_vector_probe_index_used";
    private static final String SEARCHES = "pg_vector_probe_duration_seconds_count";
    private static final String SECONDS = "pg_vector_probe_duration_seconds_sum";
    private static final String RECALL = "pg_vector_probe_recall_ratio";

    public VectorPage {
        searched = List.copyOf(searched);
        recalled = List.copyOf(recalled);
    }

    /** What is missing yet; empty when all is there. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (String index : searched) {
            List<Double> used = values(USED, index);
            if (!used.equals(List.of(1.0))) {
                complaints.add(USED + " of " + index + (used.isEmpty() ? " is not on the page" : " is not 1"));
            }
            if (sum(SEARCHES, index) <= 0 || sum(SECONDS, index) <= 0) {
                complaints.add("no search in " + index + " is on the page");
            }
        }
        for (String index : recalled) {
            if (values(RECALL, index).stream().noneMatch(recall -> recall > 0)) {
                complaints.add(RECALL + " of " + index + " is not on the page");
            }
        }
        return complaints;
    }

    public void print(PrintStream out) {
        for (String index : searched) {
            double searches = sum(SEARCHES, index);
            out.printf(
                    Locale.ROOT,
                    "  %,12.0f  searches in %s, %.2f ms each%s%n",
                    searches,
                    index,
                    searches > 0 ? 1_000 * sum(SECONDS, index) / searches : 0,
                    values(RECALL, index).stream()
                            .findFirst()
                            .map(recall -> String.format(Locale.ROOT, ", recall %.3f", recall))
                            .orElse(""));
        }
    }

    private double sum(String metric, String index) {
        return page.samples(metric).entrySet().stream()
                .filter(sample -> isOf(sample, index) && sample.getKey().contains("outcome=\"ok\""))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private List<Double> values(String metric, String index) {
        return page.samples(metric).entrySet().stream()
                .filter(sample -> isOf(sample, index))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isOf(Map.Entry<String, Double> sample, String index) {
        return sample.getKey().contains("indexrelname=\"" + index + "\"");
    }
}
