package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private Path file(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "targets: [{name: " + name + ", postgres: {user: u, host: h}}]");
    }

    private static Overrides options(String listen, String url, String user, String passwordFile) {
        return new Overrides(
                Optional.ofNullable(listen),
                Optional.empty(),
                Optional.ofNullable(url),
                Optional.ofNullable(user),
                Optional.ofNullable(passwordFile).map(Path::of),
                List.of());
    }

    @Test
    void firstFileThatIsThere_isRead() throws Exception {
        ConfigLoader loader = ConfigLoader.of(
                Map.of("DATA_SOURCE_NAME", "postgresql://u@variable"),
                List.of(folder.resolve("missing"), folder.resolve("first"), folder.resolve("second")));
        assertThat(Written.postgres(loader.discover(Optional.empty(), Overrides.NONE))
                        .host())
                .isEqualTo("variable");
        file("second");
        file("first");
        Config found = loader.discover(Optional.empty(), Overrides.NONE);
        assertThat(found.targets()).extracting(TargetConfig::name).containsExactly("first");
        assertThat(found.files()).containsExactly(folder.resolve("first"), folder.resolve("first.overrides.yaml"));
        Config given = loader.discover(Optional.of(file("given")), Overrides.NONE);
        assertThat(given.targets()).extracting(TargetConfig::name).containsExactly("given");
    }

    @Test
    void options_winOverTheFile() throws Exception {
        Overrides options = new Overrides(
                Optional.of(":1"),
                Optional.of(Path.of("/web.yml")),
                Optional.of("postgresql://db9/d"),
                Optional.of("me"),
                Optional.of(Path.of("/pw")),
                List.of("/q.yaml"));
        Config config = ConfigLoader.of(Map.of(), List.of()).discover(Optional.of(file("f")), options);
        assertThat(config.listen()).isEqualTo(new Config.Endpoint("", 1));
        assertThat(config.webConfig()).contains(Path.of("/web.yml"));
        assertThat(config.targets()).extracting(TargetConfig::name).containsExactly("postgres");
        assertThat(Written.postgres(config).server()).isEqualTo("db9:5432");
        assertThat(Written.postgres(config).user()).isEqualTo("me");
        assertThat(Written.postgres(config).password()).isEqualTo(new Secret.File(Path.of("/pw")));
        assertThat(config.queries().include()).extracting(Config.Include::path).containsExactly("/q.yaml");
    }

    @Test
    void url_aloneIsEnough() throws Exception {
        ConfigLoader loader = ConfigLoader.of(Map.of("DATA_SOURCE_NAME", "postgresql://u@variable"), List.of());
        Config config = loader.fromEnvironment(options(null, "postgresql://u@option", null, null));
        assertThat(config.targets()).hasSize(1);
        assertThat(Written.postgres(config).host()).isEqualTo("option");
    }

    @Test
    void wrongOptions_areNamed() {
        ConfigLoader loader = ConfigLoader.of(Map.of(), List.of());
        assertThatThrownBy(() -> loader.fromEnvironment(options(null, null, "u", null)))
                .hasMessage("--user and --password-file need --url, the server that they are for");
        assertThatThrownBy(() -> loader.fromEnvironment(options(null, "postgresql://h", null, null)))
                .hasMessage("--url: \"user\" is missing; give it as a key, in the url, or by the variable PGUSER");
        assertThatThrownBy(() -> loader.fromEnvironment(options(null, "h:1", null, null)))
                .hasMessageStartingWith("--url must look like postgresql://");
        assertThatThrownBy(() -> loader.fromEnvironment(options(null, "postgresql://u@h", "v", null)))
                .hasMessage("the user is given by --user and in --url; keep one of them");
        assertThatThrownBy(() -> loader.fromEnvironment(options("x", "postgresql://u@h", null, null)))
                .hasMessage("--listen must be host:port, [IPv6 address]:port, :port or a port, not \"x\"");
    }

    @Test
    void probe_aloneIsEnough() throws Exception {
        Config config = Written.config(folder, "probe: {allow: [h], modules: {default: {user: u}}}")
                .load();
        assertThat(config.targets()).isEmpty();
        TargetConfig.Postgres module =
                (TargetConfig.Postgres) config.probe().modules().get("default");
        assertThat(module.at("h", 7, "d").server()).isEqualTo("h:7");
    }

    @Test
    void mergedMapping_mayBeOverridden() throws Exception {
        Config config = Written.config(folder, """
                targets:
                  - {name: a, postgres: &common {user: u, host: h, max_connections: 9}}
                  - name: b
                    postgres:
                      <<: *common
                      host: other
                """).load();
        TargetConfig.Postgres second =
                (TargetConfig.Postgres) config.targets().get(1).source();
        assertThat(second.host()).isEqualTo("other");
        assertThat(second.maxConnections()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:9999, 0.0.0.0, 9999",
        ":9187, '', 9187",
        "9187, '', 9187",
        "[::1]:80, ::1, 80",
        "db-1.example:1, db-1.example, 1",
    })
    void endpoint_isReadAndPrinted(String text, String host, int port) {
        Config.Endpoint endpoint = Config.Endpoint.parse(text).orElseThrow();
        assertThat(endpoint).isEqualTo(new Config.Endpoint(host, port));
        assertThat(Config.Endpoint.parse(endpoint.toString())).contains(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"''", "a", "a:", "a:65536", "::1:80", "http://a:80", "a b:1", "[]:1"})
    void endpoint_thatIsNone_isRefused(String text) {
        assertThat(Config.Endpoint.parse(text)).isEmpty();
    }
}
