package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of a target's {@code vector:}: its default, its full form, and what is wrong with it. */
class VectorKeysTest {
    static final Set<String> SECTIONS = Set.of("vector", "recall", "vector query");

    private static final String FULL = """
            probe: auto
            connections: 2
            interval: 30s
            searches: 7
            k: 20
            timeout: 1s
            max_load: 0.05
            include: ["public.*"]
            exclude: ["public.tmp*"]
            recall: {interval: 2h, queries: 32, timeout: 30s, max_table_bytes: 512MiB}
            queries: [{name: near, database: shop, index: public.places_at, samples: SELECT 1, query: SELECT $1}]
            ruvector_names: true
            """;

    @TempDir
    Path folder;

    @Test
    void absent_isOff() throws ConfigException {
        VectorConfig absent = load("");
        assertThat(absent).isEqualTo(VectorConfig.OFF);
        assertThat(absent.active()).isFalse();
        assertThat(load("vector: {}")).isEqualTo(VectorConfig.OFF);
        assertThat(load("vector: {probe: off}")).isEqualTo(VectorConfig.OFF);
    }

    @Test
    void everyKey_takesItsValue() throws ConfigException {
        VectorConfig full = load("vector:\n" + FULL.indent(6));
        assertThat(full)
                .isEqualTo(new VectorConfig(
                        true,
                        2,
                        Duration.ofSeconds(30),
                        7,
                        20,
                        Duration.ofSeconds(1),
                        0.05,
                        List.of("public.*"),
                        List.of("public.tmp*"),
                        Optional.of(new VectorConfig.Recall(
                                Duration.ofHours(2), 32, Duration.ofSeconds(30), 512L * 1024 * 1024)),
                        List.of(new VectorConfig.OwnQuery("near", "shop", "public.places_at", "SELECT 1", "SELECT $1")),
                        true));
        assertThat(full.active()).isTrue();
    }

    @Test
    void shown_readsAsItWas() throws ConfigException {
        for (String vector : List.of("vector:\n" + FULL.indent(6), "vector: {probe: auto, recall: off}")) {
            VectorConfig read = load(vector);
            String shown = ConfigText.of(Written.config(folder, yaml(vector)).load());
            assertThat(Written.config(folder, shown).load().targets().get(0).vector())
                    .isEqualTo(read);
        }
        assertThat(ConfigText.of(Written.config(folder, yaml("")).load())).doesNotContain("vector");
    }

    @Test
    void everyKey_isTested() {
        Map<String, Set<String>> known = new TreeMap<>(KnownKeys.in(folder));
        known.keySet().retainAll(SECTIONS);
        assertThat(known.keySet()).isEqualTo(SECTIONS);
        known.forEach((section, keys) ->
                assertThat(keys).as(section).allSatisfy(key -> assertThat(FULL).containsPattern("\\b" + key + ": ")));
    }

    @Test
    void recall_canBeSwitchedOff() throws ConfigException {
        assertThat(load("vector: {probe: auto, recall: off}").recall()).isEmpty();
        assertThat(load("vector: {recall: {max_table_bytes: 1024}}").recall())
                .map(VectorConfig.Recall::maxTableBytes)
                .contains(1024L);
    }

    @Test
    void ownQueries_runWithoutProbing() throws ConfigException {
        VectorConfig config = load("vector: {queries: [{name: a, index: s.i, samples: x, query: $1}]}");
        assertThat(config.active()).isTrue();
        assertThat(config.probe()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {probe: always}           | "probe" cannot be "always"; it is one of off, auto
            {connections: 3}          | "connections" must be from 1 to 2, not 3
            {max_load: 0}             | "max_load" is a part of the time, above 0 and at most 1, not 0
            {max_load: 2}             | "max_load" is a part of the time, above 0 and at most 1, not 2
            {recall: sometimes}       | "recall" must be a mapping (key: value), not "sometimes"
            {recall: {max_table_bytes: 2 gigs}} | "max_table_bytes" must be a size such as 512MiB or 2GiB, not "2 gigs"
            {recall: {max_table_bytes: 99999999TiB}} | "max_table_bytes" must be a size such as 512MiB or 2GiB, not "99999999TiB"
            {queries: [{name: a, index: b, samples: s, query: $1}]} | "index" must be schema.index, as public.items_embedding_idx
            {queries: [{name: a, index: a.b, samples: s, query: q}]} | "query" must have $1 in the place of the value to search for
            {queries: [{name: a, index: a.b, query: $1}]} | "samples" is missing
            {queries: [{name: a, index: a.b, samples: s, query: $1}, {name: a, index: a.c, samples: s, query: $1}]} | there are two queries "a"
            """)
    void mistake_isNamed(String vector, String message) {
        assertThat(Written.config(folder, yaml("vector: " + vector)).mistakes()).contains(message);
    }

    @Test
    void otherSystems_haveNoVectors() {
        String mistakes = Written.config(folder, "targets: [{name: a, redis: {}, vector: {probe: auto}}]")
                .mistakes();
        assertThat(mistakes).contains("\"vector\" is for postgres targets");
    }

    private VectorConfig load(String vector) throws ConfigException {
        return Written.config(folder, yaml(vector)).load().targets().get(0).vector();
    }

    private static String yaml(String vector) {
        return "targets:\n  - name: a\n    postgres: {user: u}\n    " + vector + "\n";
    }
}
