package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.grafana.reference.source.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules name what dbvitals serves, what other rules record, or what is listed as foreign. */
class RuleMetricsTest {
    @Test
    void metric_isServedRecordedOrListedAsForeign() throws IOException {
        List<List<String>> foreign = Folders.table("../config/prometheus/foreign-metrics.tsv");
        Set<List<String>> used = new HashSet<>();
        int asked = 0;
        for (Path rules : Folders.files(Folders.RULES)) {
            String file = rules.getFileName().toString();
            for (String expr : expressions(Files.readAllLines(rules))) {
                for (Selector selector : Selector.of(expr)) {
                    asked++;
                    if (Served.ALL.has(selector.metric())) {
                        continue;
                    }
                    List<List<String>> found = foreign.stream()
                            .filter(line -> selector.metric().matches(line.get(0))
                                    && Stream.of(line.get(1).split(",")).anyMatch(file::equals))
                            .toList();
                    assertThat(found)
                            .as("%s: no golden page has %s, nor does foreign-metrics.tsv", file, selector.metric())
                            .isNotEmpty();
                    used.addAll(found);
                }
            }
        }
        assertThat(asked).isGreaterThan(300);
        assertThat(used).as("lines of the list that are needed").hasSameElementsAs(foreign);
    }

    /** Those on one line, and those that go on below, indented deeper. */
    private static List<String> expressions(List<String> lines) {
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.strip().startsWith("expr:")) {
                continue;
            }
            String value = line.strip().substring("expr:".length()).strip();
            StringBuilder expr = new StringBuilder(value.matches("[>|]-?") ? "" : unquoted(value));
            while (i + 1 < lines.size() && indent(lines.get(i + 1)) > indent(line)) {
                expr.append(' ').append(lines.get(++i).strip());
            }
            // Texts may hold names of labels.
            expressions.add(expr.toString().replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'", "\"\""));
        }
        return expressions;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String unquoted(String value) {
        return value.startsWith("'") ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }
}
