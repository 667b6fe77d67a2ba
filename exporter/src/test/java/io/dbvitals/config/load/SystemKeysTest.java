package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.HostConfig;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.RedisPasswords;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.TlsConfig;
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

/** Every key of the systems beside PostgreSQL: its default and its full form. */
class SystemKeysTest {
    static final Set<String> SECTIONS =
            Set.of("redis", "tls", "mysql", "heartbeat", "pgbouncer", "host", "paths", "exclude", "redis module");

    private static final String DEFAULTS = """
            targets:
              - {name: redis, redis: {}}
              - {name: mysql, mysql: {user: u, heartbeat: {}}}
              - {name: pgbouncer, pgbouncer: {user: u}}
              - {name: host, host: {}}
            probe: {allow: ["*"], modules: {cache: {redis: {}}}}
            """;

    private static final String FULL = """
            targets:
              - name: redis
                redis:
                  host: r
                  port: 7000
                  user: me
                  password: pw
                  tls: {ca_file: ca.pem, cert_file: c.pem, key_file: /k.pem, server_name: s, insecure_skip_verify: true}
                  connect_timeout: 1s
                  timeout: 2s
                  clients: true
                  config_values: true
                  modules: true
                  rates: true
                  empty_databases: false
                  keys: [db0=a]
                  streams: [db1=b]
              - {name: redis2, redis: {url: "rediss://r2:7001/0", password_file: pw}}
              - {name: redis3, redis: {passwords_file: pw.json}}
              - {name: redis4, redis: {password_command: [pass, show]}}
              - name: mysql
                mysql:
                  host: m
                  port: 3307
                  database: d
                  user: u
                  password: pw
                  tls: {}
                  max_connections: 4
                  connect_timeout: 1s
                  statement_timeout: 2s
                  lock_timeout: 3s
                  heartbeat: {database: hd, table: ht, utc: true}
              - {name: mysql2, mysql: {url: "mysql://m2/d?useCompression=true", user: u, password_file: pw}}
              - {name: mysql3, mysql: {user: u, password_command: [pass, show]}}
              - name: pgbouncer
                pgbouncer:
                  host: p
                  port: 6433
                  database: console
                  user: u
                  password: pw
                  sslmode: verify-full
                  sslrootcert: ca.pem
                  sslcert: c.pem
                  sslkey: /k.pem
                  connect_timeout: 1s
                  timeout: 2s
              - {name: pgbouncer2, pgbouncer: {url: "postgresql://p2/", user: u, password_file: pw}}
              - {name: pgbouncer3, pgbouncer: {user: u, password_command: [pass, show]}}
              - name: host
                host:
                  source: proc
                  paths: {procfs: /h/proc, sysfs: /h/sys, rootfs: /h, udev_data: /h/udev}
                  native: false
                  textfiles: [text]
                  exclude: {mount_points: ^/m, fs_types: ^t$, disks: ^d, net_devices: ^n}
                  enable: [processes]
                  disable: [arp]
            probe:
              allow: ["*"]
              modules: {cache: {redis: {port: 7002, user: me, password: pw, clients: true, tls: {}, timeout: 9s}}}
            """;

    @TempDir
    Path folder;

    private record Key(String section, String name, Function<Config, Object> value, Object byDefault, Object full) {}

    private List<Key> keys() {
        Secret pw = new Secret.Literal("pw");
        Secret file = new Secret.File(folder.resolve("pw"));
        Secret command = new Secret.Command(List.of("pass", "show"));
        Duration one = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        Duration three = Duration.ofSeconds(3);
        Duration five = Duration.ofSeconds(5);
        return List.of(
                redis("url", "redis2", RedisConfig::address, "localhost:6379", "r2:7001"),
                redis("host", "redis", RedisConfig::host, "localhost", "r"),
                redis("port", "redis", RedisConfig::port, 6379, 7000),
                redis("user", "redis", RedisConfig::user, "", "me"),
                redis("password", "redis", RedisConfig::password, Secret.NONE, pw),
                redis("password_file", "redis2", RedisConfig::password, Secret.NONE, file),
                redis("password_command", "redis4", RedisConfig::password, Secret.NONE, command),
                redis(
                        "passwords_file",
                        "redis3",
                        RedisConfig::password,
                        Secret.NONE,
                        new RedisPasswords(folder.resolve("pw.json"), "localhost", 6379, "")),
                redis("tls", "redis2", redis -> redis.tls().mode(), TlsConfig.Mode.OFF, TlsConfig.Mode.VERIFY_FULL),
                redis("connect_timeout", "redis", RedisConfig::connectTimeout, three, one),
                redis("timeout", "redis", RedisConfig::timeout, five, two),
                option("clients", RedisConfig.Options::clients, false, true),
                option("config_values", RedisConfig.Options::configValues, false, true),
                option("modules", RedisConfig.Options::modules, false, true),
                option("rates", RedisConfig.Options::rates, false, true),
                option("empty_databases", RedisConfig.Options::emptyDatabases, true, false),
                option("keys", RedisConfig.Options::keys, List.of(), List.of("db0=a")),
                option("streams", RedisConfig.Options::streams, List.of(), List.of("db1=b")),
                tls("ca_file", TlsConfig::ca, Optional.of(folder.resolve("ca.pem"))),
                tls("cert_file", TlsConfig::cert, Optional.of(folder.resolve("c.pem"))),
                tls("key_file", TlsConfig::key, Optional.of(Path.of("/k.pem"))),
                tls("server_name", TlsConfig::serverName, Optional.of("s")),
                key(
                        "tls",
                        "insecure_skip_verify",
                        c -> redis(c, "redis").tls().mode(),
                        TlsConfig.Mode.OFF,
                        TlsConfig.Mode.TRUST),
                mysql("url", "mysql2", MySqlConfig::parameters, Map.of(), Map.of("useCompression", "true")),
                mysql("host", "mysql", MySqlConfig::host, "localhost", "m"),
                mysql("port", "mysql", MySqlConfig::port, 3306, 3307),
                mysql("database", "mysql", MySqlConfig::database, "", "d"),
                mysql("user", "mysql", MySqlConfig::user, "u", "u"),
                mysql("password", "mysql", MySqlConfig::password, Secret.NONE, pw),
                mysql("password_file", "mysql2", MySqlConfig::password, Secret.NONE, file),
                mysql("password_command", "mysql3", MySqlConfig::password, Secret.NONE, command),
                mysql("tls", "mysql", mysql -> mysql.tls().mode(), TlsConfig.Mode.OFF, TlsConfig.Mode.VERIFY_FULL),
                mysql("max_connections", "mysql", MySqlConfig::maxConnections, 3, 4),
                mysql("connect_timeout", "mysql", MySqlConfig::connectTimeout, three, one),
                mysql("statement_timeout", "mysql", MySqlConfig::statementTimeout, five, two),
                mysql("lock_timeout", "mysql", MySqlConfig::lockTimeout, two, three),
                mysql(
                        "heartbeat",
                        "mysql2",
                        MySqlConfig::heartbeat,
                        Optional.of(new MySqlConfig.Heartbeat("heartbeat", "heartbeat", false)),
                        Optional.empty()),
                heartbeat("database", MySqlConfig.Heartbeat::database, "heartbeat", "hd"),
                heartbeat("table", MySqlConfig.Heartbeat::table, "heartbeat", "ht"),
                heartbeat("utc", MySqlConfig.Heartbeat::utc, false, true),
                pgbouncer("url", "pgbouncer2", PgBouncerConfig::address, "localhost:6432", "p2:6432"),
                pgbouncer("host", "pgbouncer", PgBouncerConfig::host, "localhost", "p"),
                pgbouncer("port", "pgbouncer", PgBouncerConfig::port, 6432, 6433),
                pgbouncer("database", "pgbouncer", PgBouncerConfig::database, "pgbouncer", "console"),
                pgbouncer("user", "pgbouncer", PgBouncerConfig::user, "u", "u"),
                pgbouncer("password", "pgbouncer", PgBouncerConfig::password, Secret.NONE, pw),
                pgbouncer("password_file", "pgbouncer2", PgBouncerConfig::password, Secret.NONE, file),
                pgbouncer("password_command", "pgbouncer3", PgBouncerConfig::password, Secret.NONE, command),
                pgbouncer("sslmode", "pgbouncer", p -> p.tls().mode(), TlsConfig.Mode.OFF, TlsConfig.Mode.VERIFY_FULL),
                pgbouncer(
                        "sslrootcert",
                        "pgbouncer",
                        p -> p.tls().ca(),
                        Optional.empty(),
                        Optional.of(folder.resolve("ca.pem"))),
                pgbouncer(
                        "sslcert",
                        "pgbouncer",
                        p -> p.tls().cert(),
                        Optional.empty(),
                        Optional.of(folder.resolve("c.pem"))),
                pgbouncer("sslkey", "pgbouncer", p -> p.tls().key(), Optional.empty(), Optional.of(Path.of("/k.pem"))),
                pgbouncer("connect_timeout", "pgbouncer", PgBouncerConfig::connectTimeout, three, one),
                pgbouncer("timeout", "pgbouncer", PgBouncerConfig::timeout, five, two),
                host("source", HostConfig::source, HostConfig.Source.AUTO, HostConfig.Source.PROC),
                host("paths", host -> host.paths().procfs(), Path.of("/proc"), Path.of("/h/proc")),
                host("native", HostConfig::nativeCalls, true, false),
                host("textfiles", HostConfig::textfiles, List.of(), List.of(folder.resolve("text"))),
                host("exclude", host -> host.filters().disksExclude(), Optional.empty(), Optional.of("^d")),
                host("enable", HostConfig::enable, List.of(), List.of("processes")),
                host("disable", HostConfig::disable, List.of(), List.of("arp")),
                path("procfs", HostConfig.Paths::procfs, "/proc", "/h/proc"),
                path("sysfs", HostConfig.Paths::sysfs, "/sys", "/h/sys"),
                path("rootfs", HostConfig.Paths::rootfs, "/", "/h"),
                path("udev_data", HostConfig.Paths::udevData, "/run/udev/data", "/h/udev"),
                filter("mount_points", HostConfig.Filters::mountPointsExclude, "^/m"),
                filter("fs_types", HostConfig.Filters::fsTypesExclude, "^t$"),
                filter("disks", HostConfig.Filters::disksExclude, "^d"),
                filter("net_devices", HostConfig.Filters::netDevicesExclude, "^n"),
                module("port", RedisConfig::port, 6379, 7002),
                module("user", RedisConfig::user, "", "me"),
                module("password", RedisConfig::password, Secret.NONE, pw),
                module("timeout", RedisConfig::timeout, five, Duration.ofSeconds(9)));
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
        known.keySet().retainAll(SECTIONS);
        // A module is read by the same code as a target; it only lacks where the server is.
        Set<String> module = new TreeSet<>(known.get("redis"));
        module.removeAll(Set.of("url", "host"));
        assertThat(known.remove("redis module")).isEqualTo(module);
        tested.remove("redis module");
        assertThat(tested).isEqualTo(known);
    }

    @Test
    void text_loadsAgainAsTheSame() throws ConfigException {
        Config full = Written.config(folder, FULL).load();
        String text = ConfigText.of(full);
        Config again = Written.config(folder, text).load();
        assertThat(ConfigText.of(again)).isEqualTo(text);
        assertThat(again.targets().get(10).source())
                .isEqualTo(full.targets().get(10).source());
        assertThat(text).contains("password: '***'").doesNotContain("pw\n                  tls");
    }

    private static Key key(String section, String name, Function<Config, Object> value, Object byDefault, Object full) {
        return new Key(section, name, value, byDefault, full);
    }

    private static Key redis(String key, String target, Function<RedisConfig, Object> value, Object def, Object full) {
        return key("redis", key, config -> value.apply(redis(config, target)), def, full);
    }

    private static Key option(String key, Function<RedisConfig.Options, Object> value, Object def, Object full) {
        return redis(key, "redis", redis -> value.apply(redis.options()), def, full);
    }

    private static Key tls(String key, Function<TlsConfig, Object> value, Object full) {
        return key("tls", key, config -> value.apply(redis(config, "redis").tls()), Optional.empty(), full);
    }

    private static Key mysql(String key, String target, Function<MySqlConfig, Object> value, Object def, Object full) {
        return key("mysql", key, config -> value.apply((MySqlConfig) source(config, target, "mysql")), def, full);
    }

    private static Key heartbeat(
            String key, Function<MySqlConfig.Heartbeat, Object> value, Object byDefault, Object full) {
        return key(
                "heartbeat",
                key,
                config -> value.apply(((MySqlConfig) source(config, "mysql", "mysql"))
                        .heartbeat()
                        .orElseThrow()),
                byDefault,
                full);
    }

    private static Key pgbouncer(
            String key, String target, Function<PgBouncerConfig, Object> value, Object def, Object full) {
        return key(
                "pgbouncer",
                key,
                config -> value.apply((PgBouncerConfig) source(config, target, "pgbouncer")),
                def,
                full);
    }

    private static Key host(String key, Function<HostConfig, Object> value, Object def, Object full) {
        return key("host", key, config -> value.apply((HostConfig) source(config, "host", "host")), def, full);
    }

    private static Key path(String key, Function<HostConfig.Paths, Path> value, String def, String full) {
        return new Key(
                "paths",
                key,
                config -> value.apply(((HostConfig) source(config, "host", "host")).paths()),
                Path.of(def),
                Path.of(full));
    }

    private static Key filter(String key, Function<HostConfig.Filters, Optional<String>> value, String full) {
        return new Key(
                "exclude",
                key,
                config -> value.apply(((HostConfig) source(config, "host", "host")).filters()),
                Optional.empty(),
                Optional.of(full));
    }

    private static Key module(String key, Function<RedisConfig, Object> value, Object def, Object full) {
        return key(
                "redis module",
                key,
                config -> value.apply((RedisConfig) config.probe().modules().get("cache")),
                def,
                full);
    }

    private static RedisConfig redis(Config config, String target) {
        return (RedisConfig) source(config, target, "redis");
    }

    /** That target; the one of the kind's name where the document has fewer. */
    private static TargetConfig.Source source(Config config, String name, String otherwise) {
        return config.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseGet(() -> config.targets().stream()
                        .filter(target -> target.name().equals(otherwise))
                        .findFirst()
                        .orElseThrow())
                .source();
    }
}
