package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.PassFile;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Interpolation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes the effective configuration as a {@code dbvitals.yaml} that loads again, every default filled in, in an order that
 * does not change; passwords are {@code ***}, files that hold them are named.
 */
public final class ConfigText {
    private static final String MASK = "***";

    private ConfigText() {}

    public static String of(Config config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("listen", config.listen().toString());
        config.webConfig().ifPresent(path -> root.put("web_config", path.toString()));
        Config.Scrape scrape = config.scrape();
        root.put(
                "scrape",
                mapping(
                        "budget", Durations.format(scrape.budget()),
                        "margin", Durations.format(scrape.margin()),
                        "max_series", scrape.maxSeries(),
                        "threads", scrape.threads()));
        List<Object> targets = new ArrayList<>();
        config.targets().forEach(target -> targets.add(target(target)));
        putUnlessEmpty(root, "targets", targets);
        root.put("queries", queries(config.queries()));
        putUnlessEmpty(root, "compat_listeners", new TreeMap<>(config.compatListeners()));
        Map<String, Object> thresholds = new TreeMap<>();
        config.thresholds().forEach((name, threshold) -> thresholds.put(name, threshold(threshold)));
        putUnlessEmpty(root, "thresholds", thresholds);
        if (!config.probe().equals(Config.Probe.NONE)) {
            root.put("probe", probe(config.probe()));
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(escaped(root));
    }

    private static Object target(TargetConfig target) {
        Map<String, Object> block = mapping("name", target.name());
        if (target.source() instanceof TargetConfig.Postgres postgres) {
            Map<String, Object> server = mapping("url", url(postgres));
            server.putAll(settings(postgres));
            block.put("postgres", server);
            block.put("databases", databases(postgres.databases()));
        }
        putUnlessEmpty(block, "labels", new TreeMap<>(target.labels()));
        putUnlessEmpty(block, "tags", target.tags());
        return block;
    }

    /** Parameters that have no key of their own stay in the url; nothing else of a connection does, least of all a secret. */
    private static String url(TargetConfig.Postgres postgres) {
        String host = postgres.host().contains(":") ? "[" + postgres.host() + "]" : encoded(postgres.host());
        StringBuilder url = new StringBuilder("postgresql://" + host + ":" + postgres.port() + "/");
        url.append(encoded(postgres.database()));
        Map<String, String> parameters = new TreeMap<>(postgres.parameters());
        if (postgres.password() instanceof PassFile file) {
            parameters.put("passfile", file.path().toString());
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!PostgresDraft.parameterKeys().contains(name)) {
                String value = TargetConfig.Postgres.isSecret(name) ? MASK : encoded(parameter.getValue());
                url.append(separator).append(encoded(name)).append('=').append(value);
                separator = '&';
            }
        }
        return url.toString();
    }

    private static Map<String, Object> settings(TargetConfig.Postgres postgres) {
        Map<String, Object> block = mapping("user", postgres.user());
        Secret password = postgres.password();
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

    private static Object queries(Config.Queries queries) {
        Map<String, Object> block = mapping("builtin", queries.builtin());
        List<Object> include = new ArrayList<>();
        for (Config.Include item : queries.include()) {
            Map<String, Object> entry = mapping("path", item.path());
            item.format().ifPresent(format -> entry.put("format", format));
            item.metricPrefix().ifPresent(prefix -> entry.put("metric_prefix", prefix));
            include.add(entry);
        }
        putUnlessEmpty(block, "include", include);
        putUnlessEmpty(block, "enable", queries.enable());
        putUnlessEmpty(block, "disable", queries.disable());
        return block;
    }

    private static Object threshold(Config.Threshold threshold) {
        Map<String, Object> block = new LinkedHashMap<>();
        threshold.warning().ifPresent(value -> block.put("warning", value));
        threshold.critical().ifPresent(value -> block.put("critical", value));
        return block;
    }

    private static Object probe(Config.Probe probe) {
        Map<String, Object> modules = new TreeMap<>();
        probe.modules().forEach((name, postgres) -> {
            Map<String, Object> block = mapping("port", postgres.port(), "database", postgres.database());
            block.putAll(settings(postgres));
            block.put("databases", databases(postgres.databases()));
            modules.put(name, block);
        });
        Map<String, Object> block = new LinkedHashMap<>();
        putUnlessEmpty(block, "allow", probe.allow());
        putUnlessEmpty(block, "modules", modules);
        return block;
    }

    private static Map<String, Object> mapping(Object... keysAndValues) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return mapping;
    }

    private static void putUnlessEmpty(Map<String, Object> block, String key, Map<?, ?> value) {
        if (!value.isEmpty()) {
            block.put(key, value);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> block, String key, List<?> value) {
        if (!value.isEmpty()) {
            block.put(key, value);
        }
    }

    /** A copy, so that the writer sees no shared object (it would print an alias), in which no text is a reference. */
    private static Object escaped(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, escaped(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(ConfigText::escaped).toList());
        }
        return value instanceof String text ? Interpolation.escape(text) : value;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
