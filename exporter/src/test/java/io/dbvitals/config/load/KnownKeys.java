package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Problem;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of {@code dbvitals.yaml}, asked of the loader itself. */
final class KnownKeys {
    /** One unknown key in each mapping; the errors tell which keys are known there. */
    private static final String UNKNOWN_KEYS = """
            zz: 1
            scrape: {zz: 1}
            targets:
              - name: a
                postgres: {user: u, zz: 1}
                databases: {zz: 1}
                zz: 1
            queries:
              include: [{path: x, zz: 1}]
              zz: 1
            thresholds: {x: {warning: 1, zz: 1}}
            probe:
              zz: 1
              modules: {default: {user: u, zz: 1}}
            """;

    private static final Map<Integer, String> SECTION_OF_LINE = Map.of(
            1,
            "",
            2,
            "scrape",
            5,
            "postgres",
            6,
            "databases",
            7,
            "target",
            9,
            "include",
            10,
            "queries",
            11,
            "threshold",
            13,
            "probe",
            14,
            "module");

    private static final Set<String> UNSUPPORTED = Set.of("redis", "mysql", "pgbouncer", "host");

    private KnownKeys() {}

    /** Section to keys, as the loader's own errors tell them. */
    static Map<String, Set<String>> in(Path folder) {
        Written written = Written.config(folder, UNKNOWN_KEYS);
        ConfigException e = catchThrowableOfType(ConfigException.class, written::load);
        Map<String, Set<String>> known = new TreeMap<>();
        for (Problem problem : e.problems()) {
            assertThat(problem.message()).startsWith("unknown key \"zz\"").contains("; known here: ");
            Set<String> keys = new TreeSet<>(Arrays.asList(
                    problem.message().replaceFirst(".*known here: ", "").split(", ", -1)));
            String section = SECTION_OF_LINE.get(problem.position().line());
            keys.removeIf(key -> section.equals("target") && UNSUPPORTED.contains(key));
            known.put(section, keys);
        }
        assertThat(known).hasSize(SECTION_OF_LINE.size());
        return known;
    }
}
