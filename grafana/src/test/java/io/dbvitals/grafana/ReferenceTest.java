package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.grafana.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The written part of the guide; {@code -Dreference.update=true} writes it anew. */
class ReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final long MOST_BYTES = 400_000;

    private static Map<String, String> pages = Map.of();

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("reference.update")) {
            Reference.write(ROOT);
        }
        pages = Reference.pages(ROOT);
    }

    @Test
    void generated_equalsCommitted() throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(DOCS.resolve(page.getKey())))
                    .as("docs/%s; mvn -pl grafana test -Dreference.update=true writes it", page.getKey())
                    .isEqualTo(page.getValue());
        }
        assertThat(Folders.files(DOCS.resolve("metrics")))
                .as("pages that nothing writes any more")
                .allMatch(file -> pages.containsKey("metrics/" + file.getFileName()));
    }

    @Test
    void page_isNotTooLongToRead() {
        assertThat(pages.values()).allMatch(page -> page.length() < MOST_BYTES);
    }

    @Test
    void everyGoldenMetric_isThereOnce() {
        List<String> listed = metrics();
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(Served.ALL.types().keySet()).hasSizeGreaterThan(1000).isSubsetOf(listed);
    }

    @Test
    void everyAlert_isThere() throws IOException {
        Set<String> alerts = new HashSet<>();
        for (Path rules : Folders.files(Folders.RULES)) {
            alerts.addAll(found("- alert: (\\w+)", Files.readString(rules)).toList());
        }
        String page = pages.getOrDefault("alerts.md", "");
        assertThat(alerts).hasSizeGreaterThan(120);
        assertThat(found("(?m)^### (\\w+)$", page)).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(found("\\| \\[(\\w+)]\\(#", page)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void metricWithType_saysWhatItIs() {
        for (String page : metricPages()) {
            List<String> head = List.of();
            for (String line :
                    page.lines().filter(each -> each.startsWith("| ")).toList()) {
                List<String> cells = List.of(line.split(" ?(?<!\\\\)\\| ?", -1));
                if (line.startsWith("| metric")) {
                    head = cells;
                } else {
                    String type = head.contains("type") ? cells.get(head.indexOf("type")) : "";
                    String says = head.contains("is") ? cells.get(head.indexOf("is")) : "";
                    assertThat(type.isEmpty() || !says.isEmpty()).as(line).isTrue();
                }
            }
        }
    }

    @Test
    void collector_isOnAPage() throws IOException {
        String all = String.join("\n", metricPages());
        assertThat(Folders.table("collectors.tsv"))
                .hasSizeGreaterThan(60)
                .allSatisfy(line -> assertThat(all).contains("/io/dbvitals/" + line.get(1) + ".java)"));
    }

    @Test
    void anchor_leadsSomewhere() {
        Set<String> alerts = found("(?m)^### (\\w+)$", pages.getOrDefault("alerts.md", ""))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String page : metricPages()) {
            assertThat(found("alerts\\.md#(\\w+)", page)).isSubsetOf(alerts);
        }
    }

    private static List<String> metrics() {
        return metricPages().stream()
                .flatMap(page -> found("(?m)^\\| <a id=\"(\\w+)\"", page))
                .toList();
    }

    private static List<String> metricPages() {
        return pages.entrySet().stream()
                .filter(page -> page.getKey().startsWith("metrics/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1));
    }
}
