package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.health.ValidateCommand;
import io.dbvitals.config.Config;
import io.dbvitals.testing.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the guide says of configuration is so. */
class GuideTest {
    /** Language and file of blocks; each kind has a test, here, in {@link GuideIT} or in {@link GuardGuideIT}. */
    private static final Pattern KNOWN = Pattern.compile(
            "yaml (dbvitals|prometheus|agent|alertmanager|receivers/slack|rules/\\w+)\\.yml|yaml dbvitals\\.yaml"
                    + "|yaml queries/\\w+\\.yaml|yaml kubernetes\\.yaml|ini monitoring\\.env|tsv routes-test\\.tsv|(promql|sh|sql|text) "
                    + "|text (health-check|cleanup|executed|verified)");

    @TempDir
    Path folder;

    @Test
    void configuration_isReadByDbvitals() throws IOException {
        List<Block> blocks = GuidePage.blocks(block -> block.file().equals("dbvitals.yaml")).values().stream()
                .flatMap(List::stream)
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThan(9)
                .allSatisfy(
                        block -> assertThat(Written.config(folder, block.text()).mistakes())
                                .as(block.text())
                                .isEqualTo("none"));
    }

    @Test
    void containerBeforeAnother_isCalledAsTheCommandIs() throws Exception {
        String text =
                GuidePage.of("validate-a-deployment").block("kubernetes.yaml").text();
        Matcher arguments =
                Pattern.compile("args: \\[validate, (.*?)]", Pattern.DOTALL).matcher(text);
        assertThat(arguments.find()).isTrue();
        String[] given = arguments.group(1).replace("\"", "").strip().split(",\\s*", -1);
        CommandLine command = new CommandLine(new ValidateCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        assertThat(command.parseArgs(given).unmatched()).isEmpty();
    }

    @Test
    void thresholds_areThoseOfTheRules() throws Exception {
        Config config = Written.config(
                        folder,
                        GuidePage.of("tune-thresholds").block("dbvitals.yaml").text())
                .load();
        Set<String> names = new TreeSet<>(config.thresholds().keySet());
        config.targets().forEach(target -> names.addAll(target.thresholds().keySet()));

        String rules = String.join("\n", AlertRule.files());
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(rules).contains("name=\"" + name + "\""));
    }

    @Test
    void block_isOfAKindThatIsTested() throws IOException {
        assertThat(GuidePage.blocks(block -> true).values().stream().flatMap(List::stream))
                .hasSizeGreaterThan(60)
                .allSatisfy(block ->
                        assertThat(block.language() + " " + block.file()).matches(KNOWN));
    }

    @Test
    void page_isInTheIndex() throws IOException {
        String index = GuidePage.of("README").text();
        assertThat(GuidePage.all())
                .filteredOn(page -> !page.name().equals("README"))
                .allSatisfy(page -> assertThat(index).contains("](" + page.name() + ".md)"));
    }

    @Test
    void packedQuery_thatIsNamed_isThere() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("../config/queries"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                Pattern.compile("(?m)^  ([a-z]\\S+):$")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(id -> ids.add(id.group(1)));
            }
        }
        List<String> named = Pattern.compile("(?:enable|disable): \\[(.*?)]")
                .matcher(GuidePage.of("migrate").text())
                .results()
                .flatMap(list -> Stream.of(list.group(1).split(", ")))
                .map(id -> id.replace("\"", ""))
                .filter(id -> id.matches(".*[_.].*"))
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(ids)
                        .anyMatch(each -> each.matches(id.replace(".", "\\.").replace("*", ".*"))));
    }
}
