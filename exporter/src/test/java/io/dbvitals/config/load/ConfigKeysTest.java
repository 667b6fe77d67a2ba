package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every key that the loader knows: its default and its full form. */
class ConfigKeysTest {
    private static final String DEFAULTS = """
            targets: [{name: a, postgres: {user: u}}]
            queries: {include: [{path: x}]}
            thresholds: {x: {warning: 1}, y: {critical: 1}}
            probe: {allow: ["*"], modules: {default: {user: m}}}
            """;

    private static final String FULL = """
            listen: 127.0.0.1:1234
            web_config: web.yml
            scrape: {budget: 8s, margin: 250ms, max_series: 5, threads: 6}
            health: {enabled: false, interval: 2m}
            advice: {enabled: true, interval: 3m}
            targets:
              - name: a
                postgres:
                  url: postgresql://db1/app?options=-c%20geqo%3Doff
                  port: 5433
                  user: u
                  password: pw
                  max_connections: 4
                  connect_timeout: 1s
                  statement_timeout: 2s
                  lock_timeout: 300ms
                  search_path: app
                  sslmode: verify-full
                  sslrootcert: ca.pem
                  sslcert: c.pem
                  sslkey: /k.pem
                  application_name: me
                databases: {discover: true, include: [x], exclude: [y, z], max: 7}
                labels: {env: prod}
                tags: [blue]
                thresholds: {x: {warning: 0.7}}
              - {name: b, postgres: {host: db2, database: d, user: u, password_file: pw}}
              - {name: c, postgres: {user: u, password_command: [pass, show]}}
            queries:
              builtin: false
              include: [{path: q.yaml, format: pg_exporter, metric_prefix: my}]
              enable: [e]
              disable: [d, "f*"]
            compat_listeners: {9187: [postgres]}
            thresholds: {x: {warning: 0.5, critical: 0.9}}
            overrides_file: changed.yaml
            probe:
              allow: ["db*"]
              modules:
                default:
                  port: 6000
                  database: md
                  user: m
                  password: mpw
                  max_connections: 4
                  connect_timeout: 1s
                  statement_timeout: 2s
                  lock_timeout: 300ms
                  search_path: app
                  sslmode: require
                  sslrootcert: ca.pem
                  sslcert: c.pem
                  sslkey: k.pem
                  application_name: me
                  databases: {discover: true}
                file: {user: m, password_file: pw}
                command: {user: m, password_command: echo x}
            """;

    @TempDir
    Path folder;

    private record Key(String section, String name, Function<Config, Object> value, Object byDefault, Object full) {}

    private List<Key> keys() {
        Config.Scrape scrape = Config.Scrape.DEFAULT;
        Config.Health health = Config.Health.STANDARD;
        Secret file = new Secret.File(folder.resolve("pw"));
        return List.of(
                key("", "listen", Config::listen, Config.Endpoint.DEFAULT, new Config.Endpoint("127.0.0.1", 1234)),
                key("", "web_config", Config::webConfig, Optional.empty(), Optional.of(folder.resolve("web.yml"))),
                key("", "scrape", c -> c.scrape().budget(), scrape.budget(), Duration.ofSeconds(8)),
                key("", "targets", c -> names(c), List.of("a"), List.of("a", "b", "c")),
                key("", "queries", c -> c.queries().builtin(), true, false),
                key("", "compat_listeners", Config::compatListeners, Map.of(), Map.of(9187, List.of("postgres"))),
                key("", "thresholds", c -> c.thresholds().keySet(), Set.of("x", "y"), Set.of("x")),
                key(
                        "",
                        "overrides_file",
                        c -> c.changes().file(),
                        Optional.of(folder.resolve("dbvitals.overrides.yaml")),
                        Optional.of(folder.resolve("changed.yaml"))),
                key("", "probe", c -> c.probe().allow(), List.of("*"), List.of("db*")),
                key("", "health", c -> c.health().interval(), health.interval(), Duration.ofMinutes(2)),
                key("health", "enabled", c -> c.health().enabled(), true, false),
                key("health", "interval", c -> c.health().interval(), Duration.ofSeconds(30), Duration.ofMinutes(2)),
                key("", "advice", c -> c.advice().enabled(), false, true),
                key("advice", "enabled", c -> c.advice().enabled(), false, true),
                key("advice", "interval", c -> c.advice().interval(), Duration.ofMinutes(5), Duration.ofMinutes(3)),
                key("scrape", "budget", c -> c.scrape().budget(), Duration.ofSeconds(10), Duration.ofSeconds(8)),
                key("scrape", "margin", c -> c.scrape().margin(), Duration.ofMillis(500), Duration.ofMillis(250)),
                key("scrape", "max_series", c -> c.scrape().maxSeries(), 200_000, 5),
                key("scrape", "threads", c -> c.scrape().threads(), 32, 6),
                key("target", "name", c -> c.targets().get(0).name(), "a", "a"),
                key("target", "postgres", c -> server(c, 0).host(), "localhost", "db1"),
                key("target", "databases", c -> server(c, 0).databases().discover(), false, true),
                key("target", "labels", c -> c.targets().get(0).labels(), Map.of(), Map.of("env", "prod")),
                key("target", "tags", c -> c.targets().get(0).tags(), List.of(), List.of("blue")),
                key(
                        "target",
                        "thresholds",
                        c -> c.targets().get(0).thresholds(),
                        Map.of(),
                        Map.of("x", new Config.Threshold(Optional.of(0.7), Optional.empty()))),
                postgres("url", p -> p.database() + p.parameters().get("options"), "postgresnull", "app-c geqo=off"),
                key("postgres", "host", c -> server(c, 1).host(), "localhost", "db2"),
                postgres("port", TargetConfig.Postgres::port, 5432, 5433),
                key("postgres", "database", c -> server(c, 1).database(), "postgres", "d"),
                postgres("user", TargetConfig.Postgres::user, "u", "u"),
                postgres("password", TargetConfig.Postgres::password, Secret.NONE, new Secret.Literal("pw")),
                key("postgres", "password_file", c -> server(c, 1).password(), Secret.NONE, file),
                key(
                        "postgres",
                        "password_command",
                        c -> server(c, 2).password(),
                        Secret.NONE,
                        new Secret.Command(List.of("pass", "show"))),
                postgres("max_connections", TargetConfig.Postgres::maxConnections, 3, 4),
                postgres(
                        "connect_timeout",
                        TargetConfig.Postgres::connectTimeout,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1)),
                postgres(
                        "statement_timeout",
                        TargetConfig.Postgres::statementTimeout,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2)),
                postgres(
                        "lock_timeout",
                        TargetConfig.Postgres::lockTimeout,
                        Duration.ofMillis(500),
                        Duration.ofMillis(300)),
                postgres("search_path", TargetConfig.Postgres::searchPath, "pg_catalog, public", "app"),
                postgres("sslmode", parameter("sslmode"), "none", "verify-full"),
                postgres(
                        "sslrootcert",
                        parameter("sslrootcert"),
                        "none",
                        folder.resolve("ca.pem").toString()),
                postgres(
                        "sslcert",
                        parameter("sslcert"),
                        "none",
                        folder.resolve("c.pem").toString()),
                postgres("sslkey", parameter("sslkey"), "none", "/k.pem"),
                postgres("application_name", parameter("application_name"), "dbvitals", "me"),
                key("databases", "discover", c -> server(c, 0).databases().discover(), false, true),
                key("databases", "include", c -> server(c, 0).databases().include(), List.of(), List.of("x")),
                key("databases", "exclude", c -> server(c, 0).databases().exclude(), List.of(), List.of("y", "z")),
                key("databases", "max", c -> server(c, 0).databases().max(), 100, 7),
                key("queries", "builtin", c -> c.queries().builtin(), true, false),
                key("queries", "include", c -> c.queries().include().size(), 1, 1),
                key("queries", "enable", c -> c.queries().enable(), List.of(), List.of("e")),
                key("queries", "disable", c -> c.queries().disable(), List.of(), List.of("d", "f*")),
                key("include", "path", c -> include(c).path(), path("x"), path("q.yaml")),
                key("include", "format", c -> include(c).format(), Optional.empty(), Optional.of("pg_exporter")),
                key("include", "metric_prefix", c -> include(c).metricPrefix(), Optional.empty(), Optional.of("my")),
                key("threshold", "warning", c -> c.thresholds().get("x").warning(), Optional.of(1.0), Optional.of(0.5)),
                key(
                        "threshold",
                        "critical",
                        c -> c.thresholds().get("x").critical(),
                        Optional.empty(),
                        Optional.of(0.9)),
                key("probe", "allow", c -> c.probe().allow(), List.of("*"), List.of("db*")),
                key("probe", "modules", c -> c.probe().modules().size(), 1, 3),
                module("port", TargetConfig.Postgres::port, 5432, 6000),
                module("database", TargetConfig.Postgres::database, "postgres", "md"),
                module("user", TargetConfig.Postgres::user, "m", "m"),
                module("password", TargetConfig.Postgres::password, Secret.NONE, new Secret.Literal("mpw")),
                key("module", "password_file", c -> module(c, "file").password(), Secret.NONE, file),
                key(
                        "module",
                        "password_command",
                        c -> module(c, "command").password(),
                        Secret.NONE,
                        new Secret.Command(List.of("/bin/sh", "-c", "echo x"))),
                module("max_connections", TargetConfig.Postgres::maxConnections, 3, 4),
                module(
                        "connect_timeout",
                        TargetConfig.Postgres::connectTimeout,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1)),
                module(
                        "statement_timeout",
                        TargetConfig.Postgres::statementTimeout,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2)),
                module(
                        "lock_timeout",
                        TargetConfig.Postgres::lockTimeout,
                        Duration.ofMillis(500),
                        Duration.ofMillis(300)),
                module("search_path", TargetConfig.Postgres::searchPath, "pg_catalog, public", "app"),
                module("sslmode", parameter("sslmode"), "none", "require"),
                module("sslrootcert", parameter("sslrootcert"), "none", path("ca.pem")),
                module("sslcert", parameter("sslcert"), "none", path("c.pem")),
                module("sslkey", parameter("sslkey"), "none", path("k.pem")),
                module("application_name", parameter("application_name"), "dbvitals", "me"),
                module("databases", p -> p.databases().discover(), false, true));
    }

    @TestFactory
    Stream<DynamicTest> key_hasItsDefaultAndTakesItsValue() throws ConfigException {
        Config defaults = Written.config(folder, DEFAULTS).load();
        Config full = Written.config(folder, FULL).load();
        return keys().stream()
                .map(key -> DynamicTest.dynamicTest(key.section() + "." + key.name(), () -> {
                    assertThat(key.value().apply(defaults)).isEqualTo(key.byDefault());
                    assertThat(key.value().apply(full)).isEqualTo(key.full());
                }));
    }

    @Test
    void everyKey_hasATest() {
        Map<String, Set<String>> tested = keys().stream()
                .collect(Collectors.groupingBy(
                        Key::section,
                        TreeMap::new,
                        Collectors.mapping(Key::name, Collectors.toCollection(TreeSet::new))));
        Map<String, Set<String>> known = KnownKeys.in(folder);
        known.keySet().removeAll(SystemKeysTest.SECTIONS);
        known.get("target").removeAll(SystemKeysTest.SECTIONS);
        known.keySet().removeAll(VectorKeysTest.SECTIONS);
        known.get("target").removeAll(VectorKeysTest.SECTIONS);
        known.keySet().removeAll(GuardKeysTest.SECTIONS);
        known.get("").removeAll(GuardKeysTest.SECTIONS);
        known.keySet().removeAll(AlertingKeysTest.SECTIONS);
        known.get("").removeAll(AlertingKeysTest.SECTIONS);
        known.keySet().removeAll(ApiKeysTest.SECTIONS);
        known.get("").removeAll(ApiKeysTest.SECTIONS);
        assertThat(tested).isEqualTo(known);
    }

    private static Key key(String section, String name, Function<Config, Object> value, Object byDefault, Object full) {
        return new Key(section, name, value, byDefault, full);
    }

    private static Key postgres(
            String name, Function<TargetConfig.Postgres, Object> value, Object byDefault, Object full) {
        return new Key("postgres", name, config -> value.apply(server(config, 0)), byDefault, full);
    }

    private static Key module(
            String name, Function<TargetConfig.Postgres, Object> value, Object byDefault, Object full) {
        return new Key("module", name, config -> value.apply(module(config, "default")), byDefault, full);
    }

    private static Function<TargetConfig.Postgres, Object> parameter(String name) {
        return postgres -> postgres.parameters().getOrDefault(name, "none");
    }

    private static List<String> names(Config config) {
        return config.targets().stream().map(TargetConfig::name).toList();
    }

    /** The first one where the document has fewer. */
    private static TargetConfig.Postgres server(Config config, int index) {
        int last = config.targets().size() - 1;
        return (TargetConfig.Postgres)
                config.targets().get(Math.min(index, last)).source();
    }

    private static TargetConfig.Postgres module(Config config, String name) {
        Map<String, TargetConfig.Source> modules = config.probe().modules();
        return (TargetConfig.Postgres) (modules.containsKey(name) ? modules.get(name) : modules.get("default"));
    }

    private static Config.Include include(Config config) {
        return config.queries().include().get(0);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
