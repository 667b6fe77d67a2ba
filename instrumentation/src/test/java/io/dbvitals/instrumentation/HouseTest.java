package io.dbvitals.instrumentation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages know each other in one direction only, and a class whose library is optional is reached by choice. */
@AnalyzeClasses(packages = "io.dbvitals.instrumentation", importOptions = DoNotIncludeTests.class)
class HouseTest {
    private static final int MOST_LINES = 300;
    private static final int MOST_FILES = 12;

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.dbvitals.instrumentation.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule statics_areFinal =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule names_areOfTheDomain =
            classes().should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl|Common|Base|Data|Processor)");

    @ArchTest
    static final ArchRule hikari_isKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..pool.hikari..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer..");

    @ArchTest
    static final ArchRule mail_isKnownToItsHandlerOnly = noClasses()
            .that()
            .haveNameNotMatching(".*\\.handler\\.MailHandler(Test)?(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @Test
    void files_areShort() throws IOException {
        for (Path file : sources("src")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void packages_areSmall() throws IOException {
        sources("src/main").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent))
                .forEach((folder, files) ->
                        assertThat(files).as(folder.toString()).hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    private static List<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
