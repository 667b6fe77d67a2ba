package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a strict reader of OpenMetrics text insists on. */
public final class OpenMetricsPage {
    private static final Pattern DESCRIPTOR = Pattern.compile("# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\",?)*})? "
                    + "(NaN|[+-]Inf|[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)(?: \\d+(?:\\.\\d+)?)?(?: # .*)?");
    private static final Map<String, List<String>> SUFFIXES = Map.of(
            "counter", List.of("_total", "_created"),
            "gauge", List.of(""),
            "unknown", List.of(""),
            "info", List.of("_info"),
            "stateset", List.of(""),
            "summary", List.of("", "_count", "_sum", "_created"),
            "histogram", List.of("_bucket", "_count", "_sum", "_created"),
            "gaugehistogram", List.of("_bucket", "_gcount", "_gsum"));

    private OpenMetricsPage() {}

    public static void assertStrict(String page) {
        List<String> lines = page.lines().toList();
        assertThat(page).endsWith("\n# EOF\n");
        assertThat(lines.stream().filter(line -> line.equals("# EOF"))).hasSize(1);
        Map<String, String> types = new HashMap<>();
        Set<String> series = new HashSet<>();
        Set<String> sampleNames = new HashSet<>();
        String family = "";
        for (String line : lines.subList(0, lines.size() - 1)) {
            Matcher descriptor = DESCRIPTOR.matcher(line);
            if (descriptor.matches()) {
                String name = descriptor.group(2);
                if (!name.equals(family)) {
                    assertThat(types).as("%s begins twice", name).doesNotContainKey(name);
                    family = name;
                    types.put(name, "unknown");
                }
                if (descriptor.group(1).equals("TYPE")) {
                    types.put(name, descriptor.group(3));
                }
                if (descriptor.group(1).equals("UNIT")) {
                    assertThat(name).endsWith("_" + descriptor.group(3));
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as("not a sample: %s", line).isTrue();
            List<String> names =
                    SUFFIXES.get(types.get(family)).stream().map(family::concat).toList();
            assertThat(names).as("sample outside its family: %s", line).contains(sample.group(1));
            assertThat(series.add(sample.group(1) + sample.group(2)))
                    .as("twice: %s", line)
                    .isTrue();
            sampleNames.add(sample.group(1));
        }
        for (Map.Entry<String, String> type : types.entrySet()) {
            if (!SUFFIXES.get(type.getValue()).contains("")) {
                assertThat(sampleNames)
                        .as("two families give samples of one name")
                        .doesNotContain(type.getKey());
            }
        }
    }
}
