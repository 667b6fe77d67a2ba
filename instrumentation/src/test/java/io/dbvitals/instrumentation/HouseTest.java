package io.dbvitals.instrumentation;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files in small packages that know each other one way only. */
@AnalyzeClasses(packages = "io.dbvitals.instrumentation", importOptions = DoNotIncludeTests.class)
class HouseTest {
    private static final int MOST_LINES = 300;
    private static final int MOST_FILES = 12;

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.dbvitals.instrumentation.(**)").should().beFreeOfCycles();

    @Test
    void filesAndPackages_areSmall() throws IOException {
        Map<Path, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
                files.merge(file.getParent(), file.endsWith("package-info.java") ? 0 : 1, Integer::sum);
            }
        }
        assertThat(files.values()).as("%s", files).allMatch(count -> count <= MOST_FILES);
    }
}
