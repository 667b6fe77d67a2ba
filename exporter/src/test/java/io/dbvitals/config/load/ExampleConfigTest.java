package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.HostConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.source.PostgresDraft;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/dbvitals.yaml}: it loads, shows the true defaults, and has every key. */
class ExampleConfigTest {
    @TempDir
    Path folder;

    @Test
    void example_loadsAsItIsAndWithEverySettingUncommented() throws Exception {
        String example = example();
        Config plain = Written.config(folder, example).load();
        assertThat(plain.listen()).isEqualTo(Config.Endpoint.DEFAULT);
        assertThat(plain.scrape()).isEqualTo(Config.Scrape.DEFAULT);
        assertThat(plain.queries()).isEqualTo(Config.Queries.DEFAULT);
        assertThat(names(plain)).containsExactly("primary");

        Config all = Written.config(folder, uncommented(example)).load();
        assertThat(names(all))
                .startsWith("primary", "replica", "reporting", "cache", "sessions")
                .endsWith("host");
        assertThat(all.probe().modules()).containsOnlyKeys("default", "cache", "by_variable", "by_command");
        HostConfig host =
                (HostConfig) all.targets().get(all.targets().size() - 1).source();
        assertThat(host.paths()).isEqualTo(HostConfig.Paths.DEFAULT);
        assertThat(all.queries().include()).hasSize(2);
        TargetConfig.Postgres replica = postgres(all, 1);
        assertThat(replica.maxConnections()).isEqualTo(PostgresDraft.MAX_CONNECTIONS);
        assertThat(replica.connectTimeout()).isEqualTo(PostgresDraft.CONNECT_TIMEOUT);
        assertThat(replica.statementTimeout()).isEqualTo(PostgresDraft.STATEMENT_TIMEOUT);
        assertThat(replica.lockTimeout()).isEqualTo(PostgresDraft.LOCK_TIMEOUT);
        assertThat(replica.searchPath()).isEqualTo(PostgresDraft.SEARCH_PATH);
        assertThat(all.targets().get(1).vector())
                .isEqualTo(plain.targets().get(0).vector())
                .isEqualTo(VectorConfig.OFF);
        assertThat(all.guard()).isEqualTo(GuardConfig.OFF);
        assertThat(all.health()).isEqualTo(Config.Health.STANDARD);
        assertThat(all.advice()).isEqualTo(Config.Advice.STANDARD);
        assertThat(all.alerting().timeout()).isEqualTo(Config.Alerting.NONE.timeout());
        assertThat(all.alerting().acknowledge()).isEqualTo(Config.Alerting.NONE.acknowledge());
        assertThat(plain.alerting()).isEqualTo(Config.Alerting.NONE);
        assertThat(all.api().limits()).isEqualTo(ApiConfig.Limits.STANDARD);
        assertThat(postgres(all, 0).databases().max()).isEqualTo(TargetConfig.Databases.ONE.max());
    }

    @Test
    void everyKey_isInTheExample() throws Exception {
        YamlNode.Mapping root = (YamlNode.Mapping)
                YamlFile.parse("example", uncommented(example())).orElseThrow();
        Map<String, Set<String>> found = new TreeMap<>();
        collect(root, "", found);
        Map<String, Set<String>> known = KnownKeys.in(folder);
        // The same keys as those of a target, which all stand in the example.
        known.remove("redis module");
        found.get("module").remove("redis");
        known.forEach((section, keys) -> assertThat(found.get(section))
                .as("keys of \"%s\" in config/dbvitals.yaml", section)
                .containsExactlyInAnyOrderElementsOf(keys));
    }

    private static void collect(YamlNode node, String section, Map<String, Set<String>> found) {
        if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, section, found));
        } else if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                String key = entry.key().text();
                found.computeIfAbsent(section, s -> new TreeSet<>()).add(key);
                String next = switch (key) {
                    case "targets" -> "target";
                    case "thresholds", "modules" -> "named " + key;
                    case "rules" -> "named guard rules";
                    case "tokens" -> "token";
                    case "subjects" -> "subject";
                    case "redis" -> section.equals("module") ? "redis module" : key;
                    case "queries" -> section.equals("vector") ? "vector query" : key;
                    default ->
                        switch (section) {
                            case "named thresholds" -> "threshold";
                            case "named modules" -> "module";
                            case "named guard rules" -> "guard rule";
                            default -> key;
                        };
                };
                collect(entry.value(), next, found);
            }
        }
    }

    private static String example() throws Exception {
        return Files.readString(Path.of("../config/dbvitals.yaml"));
    }

    private static String uncommented(String example) {
        return example.replaceAll("(?m)^( *)#(?=[^ #])", "$1");
    }

    private static List<String> names(Config config) {
        return config.targets().stream().map(TargetConfig::name).toList();
    }

    private static TargetConfig.Postgres postgres(Config config, int index) {
        return (TargetConfig.Postgres) config.targets().get(index).source();
    }
}
