package io.dbvitals.config.load;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PassFile;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.RedisPasswords;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.source.PostgresDraft;
import io.dbvitals.config.yaml.Durations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One watched system as blocks of {@code dbvitals.yaml}; secrets are masked. */
final class SourceText {
    private static final String MASK = "***";

    private SourceText() {}

    /** The blocks beside a target's name. */
    static Map<String, Object> of(TargetConfig.Source source) {
        Map<String, Object> blocks = new LinkedHashMap<>();
        blocks.put(source.kind(), block(source, false));
        if (source instanceof TargetConfig.Postgres postgres) {
            blocks.put("databases", databases(postgres.databases()));
        }
        return blocks;
    }

    /** A module of {@code /probe}, which has no host. */
    static Map<String, Object> module(TargetConfig.Source source) {
        if (source instanceof TargetConfig.Postgres postgres) {
            Map<String, Object> block = mapping("port", postgres.port(), "database", postgres.database());
            block.putAll(settings(postgres));
            block.put("databases", databases(postgres.databases()));
            return block;
        }
        return mapping(source.kind(), block(source, true));
    }

    private static Map<String, Object> block(TargetConfig.Source source, boolean hostless) {
        if (source instanceof TargetConfig.Postgres postgres) {
            Map<String, Object> block = mapping("url", url(postgres));
            block.putAll(settings(postgres));
            return block;
        }
        if (source instanceof RedisConfig redis) {
            return redis(redis, hostless);
        }
        if (source instanceof MySqlConfig mysql) {
            return mysql(mysql, hostless);
        }
        if (source instanceof PgBouncerConfig pgbouncer) {
            return pgbouncer(pgbouncer, hostless);
        }
        return host((HostConfig) source);
    }

    private static Map<String, Object> address(String host, int port, boolean hostless) {
        return hostless ? mapping("port", port) : mapping("host", host, "port", port);
    }

    private static Map<String, Object> redis(RedisConfig redis, boolean hostless) {
        Map<String, Object> block = address(redis.host(), redis.port(), hostless);
        putUnlessEmpty(block, "user", redis.user());
        if (redis.password() instanceof RedisPasswords file) {
            block.put("passwords_file", file.path().toString());
        }
        password(block, redis.password());
        tls(block, redis.tls());
        block.put("connect_timeout", Durations.format(redis.connectTimeout()));
        block.put("timeout", Durations.format(redis.timeout()));
        RedisConfig.Options options = redis.options();
        block.put("clients", options.clients());
        block.put("config_values", options.configValues());
        block.put("modules", options.modules());
        block.put("rates", options.rates());
        block.put("empty_databases", options.emptyDatabases());
        putUnlessEmpty(block, "keys", options.keys());
        putUnlessEmpty(block, "streams", options.streams());
        return block;
    }

    private static Map<String, Object> mysql(MySqlConfig mysql, boolean hostless) {
        Map<String, Object> block;
        if (mysql.parameters().isEmpty() || hostless) {
            block = address(mysql.host(), mysql.port(), hostless);
            putUnlessEmpty(block, "database", mysql.database());
        } else {
            Map<String, String> shown = new TreeMap<>(mysql.parameters());
            shown.replaceAll((name, value) -> MySqlConfig.isSecret(name) ? MASK : encoded(value));
            block = mapping(
                    "url",
                    "mysql://" + bracketed(mysql.host()) + ":" + mysql.port() + "/" + encoded(mysql.database())
                            + parameters(shown));
        }
        block.put("user", mysql.user());
        password(block, mysql.password());
        tls(block, mysql.tls());
        block.put("max_connections", mysql.maxConnections());
        block.put("connect_timeout", Durations.format(mysql.connectTimeout()));
        block.put("statement_timeout", Durations.format(mysql.statementTimeout()));
        block.put("lock_timeout", Durations.format(mysql.lockTimeout()));
        mysql.heartbeat()
                .ifPresent(heartbeat -> block.put(
                        "heartbeat",
                        mapping(
                                "database", heartbeat.database(),
                                "table", heartbeat.table(),
                                "utc", heartbeat.utc())));
        return block;
    }

    private static Map<String, Object> pgbouncer(PgBouncerConfig pgbouncer, boolean hostless) {
        Map<String, Object> block = address(pgbouncer.host(), pgbouncer.port(), hostless);
        block.put("database", pgbouncer.database());
        block.put("user", pgbouncer.user());
        password(block, pgbouncer.password());
        TlsConfig tls = pgbouncer.tls();
        block.put(
                "sslmode",
                switch (tls.mode()) {
                    case OFF -> "disable";
                    case TRUST -> "require";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        tls.ca().ifPresent(path -> block.put("sslrootcert", path.toString()));
        tls.cert().ifPresent(path -> block.put("sslcert", path.toString()));
        tls.key().ifPresent(path -> block.put("sslkey", path.toString()));
        block.put("connect_timeout", Durations.format(pgbouncer.connectTimeout()));
        block.put("timeout", Durations.format(pgbouncer.timeout()));
        return block;
    }

    private static Map<String, Object> host(HostConfig host) {
        Map<String, Object> block = mapping("source", host.source().name().toLowerCase(Locale.ROOT));
        HostConfig.Paths paths = host.paths();
        block.put(
                "paths",
                mapping(
                        "procfs", paths.procfs().toString(),
                        "sysfs", paths.sysfs().toString(),
                        "rootfs", paths.rootfs().toString(),
                        "udev_data", paths.udevData().toString()));
        block.put("native", host.nativeCalls());
        putUnlessEmpty(
                block,
                "textfiles",
                host.textfiles().stream().map(Path::toString).toList());
        Map<String, Object> exclude = new LinkedHashMap<>();
        HostConfig.Filters filters = host.filters();
        filters.mountPointsExclude().ifPresent(text -> exclude.put("mount_points", text));
        filters.fsTypesExclude().ifPresent(text -> exclude.put("fs_types", text));
        filters.disksExclude().ifPresent(text -> exclude.put("disks", text));
        filters.netDevicesExclude().ifPresent(text -> exclude.put("net_devices", text));
        putUnlessEmpty(block, "exclude", exclude);
        putUnlessEmpty(block, "enable", host.enable());
        putUnlessEmpty(block, "disable", host.disable());
        return block;
    }

    private static void tls(Map<String, Object> block, TlsConfig tls) {
        if (!tls.on()) {
            return;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        tls.ca().ifPresent(path -> shown.put("ca_file", path.toString()));
        tls.cert().ifPresent(path -> shown.put("cert_file", path.toString()));
        tls.key().ifPresent(path -> shown.put("key_file", path.toString()));
        tls.serverName().ifPresent(name -> shown.put("server_name", name));
        shown.put("insecure_skip_verify", tls.mode() == TlsConfig.Mode.TRUST);
        block.put("tls", shown);
    }

    static void password(Map<String, Object> block, Secret password) {
        if (password instanceof Secret.File file) {
            block.put("password_file", file.path().toString());
        } else if (password instanceof Secret.Command command) {
            List<String> words = new ArrayList<>(List.of(command.words().get(0)));
            // The arguments may hold a token.
            command.words().stream().skip(1).forEach(word -> words.add(MASK));
            block.put("password_command", words);
        } else if (password instanceof Secret.Literal literal
                && !literal.value().isEmpty()) {
            block.put("password", MASK);
        }
    }

    /** Parameters that have no key of their own stay in the url; nothing else of a connection does, least of all a secret. */
    private static String url(TargetConfig.Postgres postgres) {
        StringBuilder url =
                new StringBuilder("postgresql://" + bracketed(postgres.host()) + ":" + postgres.port() + "/");
        url.append(encoded(postgres.database()));
        Map<String, String> parameters = new TreeMap<>(postgres.parameters());
        if (postgres.password() instanceof PassFile file) {
            parameters.put("passfile", file.path().toString());
        }
        Map<String, String> shown = new TreeMap<>();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!PostgresDraft.parameterKeys().contains(name)) {
                shown.put(name, TargetConfig.Postgres.isSecret(name) ? MASK : encoded(parameter.getValue()));
            }
        }
        return url.append(parameters(shown)).toString();
    }

    private static Map<String, Object> settings(TargetConfig.Postgres postgres) {
        Map<String, Object> block = mapping("user", postgres.user());
        password(block, postgres.password());
        block.put("max_connections", postgres.maxConnections());
        block.put("connect_timeout", Durations.format(postgres.connectTimeout()));
        block.put("statement_timeout", Durations.format(postgres.statementTimeout()));
        block.put("lock_timeout", Durations.format(postgres.lockTimeout()));
        block.put("search_path", postgres.searchPath());
        for (String key : PostgresDraft.parameterKeys()) {
            if (postgres.parameters().containsKey(key)) {
                block.put(key, String.valueOf(postgres.parameters().get(key)));
            }
        }
        return block;
    }

    private static Object databases(TargetConfig.Databases databases) {
        Map<String, Object> block = mapping("discover", databases.discover());
        putUnlessEmpty(block, "include", databases.include());
        putUnlessEmpty(block, "exclude", databases.exclude());
        block.put("max", databases.max());
        return block;
    }

    static Map<String, Object> mapping(Object... keysAndValues) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return mapping;
    }

    static void putUnlessEmpty(Map<String, Object> block, String key, Map<?, ?> value) {
        if (!value.isEmpty()) {
            block.put(key, value);
        }
    }

    static void putUnlessEmpty(Map<String, Object> block, String key, List<?> value) {
        if (!value.isEmpty()) {
            block.put(key, value);
        }
    }

    static void putUnlessEmpty(Map<String, Object> block, String key, String value) {
        if (!value.isEmpty()) {
            block.put(key, value);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : encoded(host);
    }

    private static String parameters(Map<String, String> encoded) {
        StringBuilder text = new StringBuilder();
        encoded.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(value));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
