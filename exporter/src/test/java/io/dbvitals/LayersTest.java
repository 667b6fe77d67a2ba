package io.dbvitals;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: a package knows only what lies on lower floors, and what is foreign is touched in one place. */
@AnalyzeClasses(packages = "io.dbvitals", importOptions = DoNotIncludeTests.class)
class LayersTest {
    /** Floor and its packages; subpackages belong to their parent. */
    private static final Map<String, List<String>> FLOORS = table("""
            8 io.dbvitals
            7 cli
            6 app
            5 api
            4 http
            3 query postgres mysql pgbouncer redis host vector guard advice alerts diagnosis migration replication pool
            2 sql
            1 scrape health
            0 config""");

    /** Who alone may touch it; nobody where no package is named. */
    private static final Map<String, List<String>> TOUCHED_BY = table("""
            picocli. cli
            org.eclipse.jetty. http
            redis.clients. redis
            oshi. host
            com.sun.jna. host
            java.sql. sql
            org.postgresql. sql
            org.mariadb. sql
            org.yaml.snakeyaml. config
            ch.qos.logback. app
            java.lang.System.getenv( config
            java.lang.System.exit( io.dbvitals
            java.lang.Thread.sleep(
            java.util.logging.
            io.prometheus.metrics.model.registry.PrometheusRegistry.defaultRegistry
            io.dbvitals.guard. guard api app cli
            io.dbvitals.pgbouncer.PgBouncerConsole pgbouncer app""");

    private static final int MOST_FILES = 12;

    @ArchTest
    static final ArchRule packages_importFromLowerFloorsOnly = classes().should(new ArchCondition<>("look down only") {
        @Override
        public void check(JavaClass from, ConditionEvents events) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = room(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(room(from)) && floor(to) >= floor(room(from))) {
                    events.add(violated(from, dependency.getDescription()));
                }
            });
        }
    });

    @ArchTest
    static final ArchRule foreignCode_isTouchedInOnePlace = classes().should(new ArchCondition<>("keep to their own") {
        @Override
        public void check(JavaClass from, ConditionEvents events) {
            Stream.concat(
                            from.getDirectDependenciesFromSelf().stream()
                                    .map(each -> each.getTargetClass().getFullName()),
                            from.getAccessesFromSelf().stream()
                                    .map(each -> each.getTarget().getFullName()))
                    .distinct()
                    .forEach(used -> TOUCHED_BY.forEach((code, rooms) -> {
                        if (used.startsWith(code) && !rooms.contains(room(from))) {
                            events.add(violated(from, from.getFullName() + " touches " + used));
                        }
                    }));
        }
    });

    @ArchTest
    static final ArchRule rooms_haveNoCycles =
            slices().matching("io.dbvitals.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule statics_areFinal =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule names_areOfTheDomain =
            classes().should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl|Common|Base|Data|Processor)");

    @Test
    void files_areShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
            }
        }
    }

    /** A room with more is several rooms. */
    @Test
    void rooms_haveFewFiles() throws IOException {
        Path root = Path.of("src/main/java");
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .forEach(file -> files.merge(
                            root.relativize(file.getParent()).toString().replace(File.separatorChar, '.'),
                            1L,
                            Long::sum));
        }
        files.values().removeIf(count -> count <= MOST_FILES);
        assertThat(files.keySet())
                .as(
                        "packages of more than %d files, here %s: divide each by subject into subpackages that do not"
                                + " need it back",
                        MOST_FILES, files)
                .isEmpty();
    }

    private static int floor(String room) {
        return FLOORS.entrySet().stream()
                .filter(floor -> floor.getValue().contains(room))
                .mapToInt(floor -> Integer.parseInt(floor.getKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("on which floor is " + room + "?"));
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("io.dbvitals.") ? name.split("\\.", 4)[2] : name.equals("io.dbvitals") ? name : "";
    }

    private static Map<String, List<String>> table(String text) {
        Map<String, List<String>> table = new HashMap<>();
        text.lines()
                .map(line -> List.of(line.split(" ")))
                .forEach(line -> table.put(line.get(0), line.subList(1, line.size())));
        return table;
    }
}
