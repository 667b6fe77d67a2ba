package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.PassFile;
import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Interpolation;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
    private static final String SECRET = "s3cr3t";

    @TempDir
    Path folder;

    private static final String FULL = """
            listen: "[::1]:1234"
            web_config: web.yml
            targets:
              - name: a
                postgres:
                  url: postgresql://u:s3cr3t@db1:5433/app?options=-c%20geqo%3Doff&sslpassword=s3cr3t
                  sslmode: require
                databases: {discover: true, include: [x], exclude: ["y*"], max: 7}
                labels: {env: prod, dc: "$${x}"}
                tags: [blue]
                thresholds: {z: {critical: 3}}
              - {name: b, postgres: {host: "::1", user: u, password_file: pw}}
              - {name: c, postgres: {user: u, password_command: [pass, "s3cr3t"]}}
            queries:
              include: [{path: /q.yaml, format: pg_exporter, metric_prefix: my}, /r.yaml]
              disable: [d, "f*"]
            compat_listeners: {9188: [postgres], 9187: [postgres]}
            thresholds: {b: {warning: 0.5, critical: 0.9}, a: {critical: 1}}
            probe: {allow: ["db*"], modules: {default: {user: m, password: "${P}"}}}
            """;

    private Config full() throws ConfigException {
        return Written.config(folder, FULL, Map.of("P", SECRET)).load();
    }

    @Test
    void defaults_areFilledIn() throws ConfigException {
        assertThat(ConfigText.of(Written.config(folder, "targets: [{name: a, postgres: {user: u, password: s3cr3t}}]")
                        .load()))
                .isEqualTo("""
                        listen: 0.0.0.0:9999
                        scrape:
                          budget: 10s
                          margin: 500ms
                          max_series: 200000
                          threads: 32
                        targets:
                          - name: a
                            postgres:
                              url: postgresql://localhost:5432/postgres
                              user: u
                              password: '***'
                              max_connections: 3
                              connect_timeout: 3s
                              statement_timeout: 5s
                              lock_timeout: 500ms
                              search_path: pg_catalog, public
                              application_name: dbvitals
                            databases:
                              discover: false
                              max: 100
                        queries:
                          builtin: true
                        """);
    }

    @Test
    void text_loadsAgainAsTheSame() throws ConfigException {
        String text = ConfigText.of(full());
        Config again = Written.config(folder, text).load();
        assertThat(ConfigText.of(again)).isEqualTo(text);
        assertThat(again.listen()).isEqualTo(full().listen());
        assertThat(again.targets().get(0).labels()).isEqualTo(Map.of("env", "prod", "dc", "${x}"));
        assertThat(Written.postgres(again).parameters()).containsEntry("options", "-c geqo=off");
        assertThat(again.thresholds()).isEqualTo(full().thresholds());
        assertThat(again.compatListeners()).isEqualTo(full().compatListeners());
        assertThat(text).contains("password_file: " + folder.resolve("pw"));
    }

    @Test
    void passFile_staysInTheUrl() throws Exception {
        Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:u:s3cr3t\n");
        Config config = Written.config(
                        folder, "targets: [{name: a, postgres: {user: u}}]", Map.of("PGPASSFILE", file.toString()))
                .load();
        String text = ConfigText.of(config);
        assertThat(text).contains("?passfile=").doesNotContain(SECRET);
        assertThat(Written.config(folder, text).postgres().password())
                .isEqualTo(Written.postgres(config).password());
    }

    @Test
    void secret_isShownNowhere() throws Exception {
        Config config = full();
        String variables = ConfigLoader.of(Map.of("DATA_SOURCE_NAME", "postgresql://u:s3cr3t@h/d"), List.of())
                .discover(Optional.empty(), Overrides.NONE)
                .toString();
        Overrides options = new Overrides(
                Optional.empty(),
                Optional.empty(),
                Optional.of("postgresql://u:s3cr3t@h/d"),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:s3cr3t\n");
        Secret passFile = PassFile.find(file, "h", 1, "d", "u").orElseThrow();
        YamlNode node = new Interpolation(Map.of("P", SECRET), new Problems())
                .apply(YamlFile.parse("f", "a: [\"${P}\"]").orElseThrow());
        assertThat(List.of(
                        config.toString(),
                        ConfigText.of(config),
                        variables,
                        options.toString(),
                        passFile.toString(),
                        node.toString(),
                        config.probe().toString(),
                        config.targets().toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
    }

    @Test
    void secret_isInNoError() {
        for (String yaml : List.of(
                "targets: [{name: a, postgres: \"postgresql://u:s3cr3t@h/d\"}]",
                "targets: \"postgresql://u:s3cr3t@h/d\"",
                "targets: [{name: a, postgres: {user: u, password: *s3cr3t}}]",
                "targets: [{name: a, postgres: {user: u, password: {x: s3cr3t}}}]",
                "targets: [{name: a, postgres: {user: u, password: s3cr3t, password_file: x}}]",
                "targets: [{name: a, postgres: {url: \"postgresql://u:s3cr3t@h:x/d\"}}]",
                "targets: [{name: a, postgres: {url: \"postgresql://h/d?sslmode=s3cr3t\"}}]",
                "probe: {allow: [x], modules: {default: \"u:s3cr3t\"}}")) {
            assertThat(Written.config(folder, yaml).mistakes())
                    .as(yaml)
                    .isNotEqualTo("none")
                    .doesNotContain(SECRET);
        }
    }
}
