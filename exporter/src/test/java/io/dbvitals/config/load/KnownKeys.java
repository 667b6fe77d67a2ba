package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Problem;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
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
              - {name: b, redis: {
                  tls: {
                    zz: 1},
                  zz: 1}}
              - {name: c, mysql: {user: u,
                  heartbeat: {zz: 1},
                  zz: 1}}
              - {name: d, pgbouncer: {user: u,
                  zz: 1}}
              - {name: e, host: {
                  paths: {
                    zz: 1},
                  exclude: {
                    zz: 1},
                  zz: 1}}
              - name: f
                postgres: {user: u}
                vector:
                  recall: {zz: 1}
                  queries: [{name: q, index: a.b, samples: s, query: $1, zz: 1}]
                  zz: 1
            queries:
              include: [{path: x, zz: 1}]
              zz: 1
            thresholds: {x: {warning: 1, zz: 1}}
            probe:
              zz: 1
              modules:
                default: {user: u, zz: 1}
                cache: {redis: {zz: 1}}
            guard:
              max_actions: {zz: 1}
              protect: {zz: 1}
              rules: {locks: {zz: 1}}
              zz: 1
            health:
              zz: 1
            advice:
              zz: 1
            alerting:
              zz: 1
            api:
              tokens: [{name: t, file: t, zz: 1}]
              subjects: [{subject: CN=t, zz: 1}]
              rate_limit: {zz: 1}
              zz: 1
            """;

    private static final Map<Integer, String> SECTION_OF_LINE = Map.ofEntries(
            Map.entry(1, ""),
            Map.entry(2, "scrape"),
            Map.entry(5, "postgres"),
            Map.entry(6, "databases"),
            Map.entry(7, "target"),
            Map.entry(10, "tls"),
            Map.entry(11, "redis"),
            Map.entry(13, "heartbeat"),
            Map.entry(14, "mysql"),
            Map.entry(16, "pgbouncer"),
            Map.entry(19, "paths"),
            Map.entry(21, "exclude"),
            Map.entry(22, "host"),
            Map.entry(26, "recall"),
            Map.entry(27, "vector query"),
            Map.entry(28, "vector"),
            Map.entry(30, "include"),
            Map.entry(31, "queries"),
            Map.entry(32, "threshold"),
            Map.entry(34, "probe"),
            Map.entry(36, "module"),
            Map.entry(37, "redis module"),
            Map.entry(39, "max_actions"),
            Map.entry(40, "protect"),
            Map.entry(41, "guard rule"),
            Map.entry(42, "guard"),
            Map.entry(44, "health"),
            Map.entry(46, "advice"),
            Map.entry(48, "alerting"),
            Map.entry(50, "token"),
            Map.entry(51, "subject"),
            Map.entry(52, "rate_limit"),
            Map.entry(53, "api"));

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
            known.put(
                    Optional.ofNullable(section)
                            .orElse("line " + problem.position().line()),
                    keys);
        }
        assertThat(known).hasSize(SECTION_OF_LINE.size());
        return known;
    }
}
