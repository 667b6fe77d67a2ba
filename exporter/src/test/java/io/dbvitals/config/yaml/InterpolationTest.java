package io.dbvitals.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("A", "x", "EMPTY", "", "NESTED", "${A}");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${A}, x",
        "1${A}2${A}3, 1x2x3",
        "${A:other}, x",
        "${UNSET:other}, other",
        "${UNSET:-other}, other",
        "${UNSET:--1}, -1",
        "${UNSET:a:b}, a:b",
        "'${UNSET:}', ''",
        "${EMPTY:other}, other",
        "'${EMPTY}', ''",
        "$${A}, ${A}",
        "$A, $A",
        "a$, a$",
        "${NESTED}, ${A}",
    })
    void reference_isReplaced(String written, String value) {
        Problems problems = new Problems();
        YamlNode.Scalar scalar = new YamlNode.Scalar(new Position("f", 1, 1), written, true);
        YamlNode.Scalar resolved = (YamlNode.Scalar) new Interpolation(ENVIRONMENT, problems).apply(scalar);
        assertThat(problems.list()).isEmpty();
        assertThat(resolved.text()).isEqualTo(value);
        assertThat(resolved.written()).isEqualTo(written);
    }

    @Test
    void emptyResult_countsAsAbsent() throws ConfigException {
        Config config = Written.config(folder, """
                listen: ${X:}
                web_config: "${X:}"
                targets:
                  - name: a
                    postgres:
                      url: "${X:}"
                      host: "${X:}"
                      user: "${X:}"
                      password: "${X:}"
                      password_file: "${X:}"
                      password_command: "${X:}"
                """, Map.of("PGUSER", "u", "PGPASSWORD", "pw"))
                .load();
        assertThat(config.listen()).isEqualTo(Config.Endpoint.DEFAULT);
        assertThat(config.webConfig()).isEmpty();
        assertThat(Written.postgres(config).host()).isEqualTo("localhost");
        assertThat(Written.postgres(config).user()).isEqualTo("u");
        assertThat(Written.postgres(config).password()).isEqualTo(new Secret.Literal("pw"));
    }

    @Test
    void referenceInBraces_needsQuotes() {
        assertThat(Written.config(folder, "scrape: {budget: ${X:10s}}").mistakes())
                .startsWith("dbvitals.yaml:1:")
                .endsWith("; inside {…} and […] put a value such as ${NAME} in quotes");
    }

    @Test
    void keys_areLeftAlone() {
        assertThat(Written.config(folder, "\"${A}\": 1\ntargets: [{name: a, postgres: {user: u}}]", ENVIRONMENT)
                        .mistakes())
                .startsWith("dbvitals.yaml:1:1: unknown key \"${A}\"");
    }

    @Test
    void valueOfAVariable_isInNoError() {
        String yaml = """
                listen: ${S}
                scrape: {budget: "${S}", max_series: "${S}", threads: "${S}"}
                targets:
                  - {name: "${S}", tags: ["${S}"], postgres: {user: u, port: "${S}", sslmode: "${S}", url: "${S}"}}
                  - {name: b, databases: {discover: "${S}"}, postgres: {user: u, host: h, max_connections: "${S}"}}
                  - "${S}"
                queries: {builtin: "${S}", include: [{path: a, format: "${S}", metric_prefix: "${S}"}]}
                compat_listeners: {9187: ["${S}"]}
                thresholds: {a: {warning: "${S}"}, b: "${S}"}
                probe: "${S}"
                """;
        String mistakes = Written.config(folder, yaml, Map.of("S", "s3cr3t !")).mistakes();
        assertThat(mistakes).doesNotContain("s3cr3t").contains("not \"${S}\"");
        assertThat(mistakes.lines().count()).isGreaterThan(14);
    }
}
