package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.alerting.AlertingReader;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.source.GuardReader;
import io.dbvitals.config.source.TargetReader;
import io.dbvitals.config.source.access.ApiReader;
import io.dbvitals.config.thresholds.ChangesFile;
import io.dbvitals.config.thresholds.ThresholdsReader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Interpolation;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the sections of {@code dbvitals.yaml}, all problems at once. */
final class ConfigReader {
    private static final int MOST_SERIES = 100_000_000;
    private static final int MOST_THREADS = 1000;

    private final Path file;
    private final Path folder;
    private final Problems problems = new Problems();
    private final TargetReader target;
    private final Map<String, String> environment;

    ConfigReader(Path file, Map<String, String> environment) {
        this.file = file.toAbsolutePath();
        this.folder = Optional.ofNullable(this.file.getParent()).orElse(this.file);
        this.environment = environment;
        this.target = new TargetReader(folder, environment, problems);
    }

    Config read(YamlNode written) throws ConfigException {
        YamlNode root = new Interpolation(environment, problems).apply(written);
        problems.throwIfAny();
        MappingReader reader = Keys.block(root, "the configuration", problems);
        problems.throwIfAny();
        Config.Endpoint listen =
                reader.text("listen").map(text -> endpoint(reader, text)).orElse(Config.Endpoint.DEFAULT);
        Optional<Path> webConfig = Keys.given(reader, "web_config").map(folder::resolve);
        Config.Scrape scrape = reader.mapping("scrape").map(this::scrape).orElse(Config.Scrape.DEFAULT);
        List<TargetConfig> targets = targets(reader);
        Config.Queries queries = reader.mapping("queries").map(this::queries).orElse(Config.Queries.DEFAULT);
        Map<Integer, List<String>> ports = reader.mapping("compat_listeners")
                .map(r -> compatListeners(r, listen))
                .orElse(Map.of());
        Map<String, Config.Threshold> thresholds =
                reader.mapping("thresholds").map(ThresholdsReader::read).orElse(Map.of());
        Path changes = Keys.given(reader, "overrides_file").map(folder::resolve).orElse(ChangesFile.beside(file));
        Config.Probe probe = reader.mapping("probe").map(this::probe).orElse(Config.Probe.NONE);
        GuardConfig guard = reader.mapping("guard")
                .map(block -> new GuardReader(folder, problems).read(block))
                .orElse(GuardConfig.OFF);
        Config.Health health = reader.mapping("health").map(this::health).orElse(Config.Health.STANDARD);
        Config.Advice advice = reader.mapping("advice").map(this::advice).orElse(Config.Advice.STANDARD);
        Config.Alerting alerting = reader.mapping("alerting")
                .map(block -> new AlertingReader(folder, problems).read(block))
                .orElse(Config.Alerting.NONE);
        ApiConfig api = reader.mapping("api").map(new ApiReader(folder)::read).orElse(ApiConfig.STANDARD);
        if (!reader.has("targets") && probe.allow().isEmpty()) {
            problems.add(reader.position(), "there is nothing to watch: give \"targets\", or allow hosts to \"probe\"");
        }
        reader.finish();
        problems.throwIfAny();
        return new Config(
                listen,
                webConfig,
                scrape,
                targets,
                queries,
                ports,
                thresholds,
                new Config.Changes(Optional.of(changes), List.of(), Map.of()),
                probe,
                guard,
                health,
                advice,
                alerting,
                api,
                List.of(file, changes));
    }

    private Config.Endpoint endpoint(MappingReader reader, String text) {
        return Config.Endpoint.parse(text).orElseGet(() -> {
            problems.add(
                    reader.positionOf("listen"),
                    "\"listen\" must be host:port, [IPv6 address]:port, :port or a port, not \""
                            + reader.written("listen") + "\"");
            return Config.Endpoint.DEFAULT;
        });
    }

    private Config.Health health(MappingReader reader) {
        boolean enabled = reader.bool("enabled").orElse(Config.Health.STANDARD.enabled());
        Duration interval = reader.duration("interval").orElse(Config.Health.STANDARD.interval());
        if (interval.toSeconds() < 1) {
            problems.add(reader.positionOf("interval"), "\"interval\" must be at least 1s");
        }
        reader.finish();
        return new Config.Health(enabled, interval);
    }

    private Config.Advice advice(MappingReader reader) {
        boolean enabled = reader.bool("enabled").orElse(Config.Advice.STANDARD.enabled());
        Duration interval = reader.duration("interval").orElse(Config.Advice.STANDARD.interval());
        if (interval.toSeconds() < 1) {
            problems.add(reader.positionOf("interval"), "\"interval\" must be at least 1s");
        }
        reader.finish();
        return new Config.Advice(enabled, interval);
    }

    private Config.Scrape scrape(MappingReader reader) {
        Config.Scrape standard = Config.Scrape.DEFAULT;
        Duration budget = reader.duration("budget").orElse(standard.budget());
        Duration margin = reader.duration("margin").orElse(standard.margin());
        int maxSeries = Keys.bounded(reader, "max_series", standard.maxSeries(), MOST_SERIES);
        int threads = Keys.bounded(reader, "threads", standard.threads(), MOST_THREADS);
        if (budget.toMillis() < 1) {
            problems.add(reader.positionOf("budget"), "\"budget\" must be at least 1ms");
        } else if (margin.compareTo(budget) >= 0) {
            problems.add(
                    reader.positionOf("margin"),
                    "\"margin\" (" + Durations.format(margin) + ") must be shorter than \"budget\" ("
                            + Durations.format(budget) + ")");
        }
        reader.finish();
        return new Config.Scrape(budget, margin, maxSeries, threads);
    }

    private List<TargetConfig> targets(MappingReader reader) {
        List<TargetConfig> targets = new ArrayList<>();
        Map<String, Position> names = new HashMap<>();
        for (YamlNode item : reader.items("targets")) {
            Optional<TargetConfig> found = target.read(item);
            if (found.isEmpty()) {
                continue;
            }
            Position first = names.putIfAbsent(found.get().name(), item.position());
            if (first != null && !found.get().name().isEmpty()) {
                problems.add(
                        item.position(),
                        "the name \"" + found.get().name() + "\" is taken by the target in line " + first.line());
            }
            targets.add(found.get());
        }
        return targets;
    }

    private Config.Queries queries(MappingReader reader) {
        boolean builtin = reader.bool("builtin").orElse(true);
        List<Config.Include> include = new ArrayList<>();
        for (YamlNode item : reader.items("include")) {
            if (item instanceof YamlNode.Scalar scalar) {
                include.add(new Config.Include(
                        resolve(scalar.text()), Optional.empty(), Optional.empty(), item.position()));
            } else {
                include.add(include(MappingReader.of(item, "an item of \"include\"", problems)));
            }
        }
        List<String> enable = reader.texts("enable");
        List<String> disable = reader.texts("disable");
        reader.finish();
        return new Config.Queries(builtin, include, enable, disable);
    }

    private Config.Include include(MappingReader reader) {
        String path = reader.requiredText("path");
        Optional<String> format = reader.choice("format", QueryFormat.class)
                .map(choice -> choice.name().toLowerCase(Locale.ROOT));
        Optional<String> prefix = reader.text("metric_prefix");
        if (prefix.isPresent() && !prefix.get().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add(
                    reader.positionOf("metric_prefix"),
                    "\"metric_prefix\" must be letters, digits and \"_\", not \"" + reader.written("metric_prefix")
                            + "\"");
        }
        reader.finish();
        return new Config.Include(resolve(path), format, prefix, reader.position());
    }

    private String resolve(String path) {
        return folder.resolve(path).normalize().toString();
    }

    private Map<Integer, List<String>> compatListeners(MappingReader reader, Config.Endpoint listen) {
        Map<Integer, List<String>> ports = new LinkedHashMap<>();
        for (YamlNode.Entry entry : reader.entries()) {
            String key = entry.key().text();
            List<YamlNode.Scalar> kinds = reader.scalars(key);
            kinds.forEach(this::checkKind);
            int port = key.matches("\\d{1,5}") ? Integer.parseInt(key) : 0;
            if (port < 1 || port > 65_535) {
                problems.add(entry.key().position(), "a key of \"compat_listeners\" must be a port from 1 to 65535");
            } else if (port == listen.port()) {
                problems.add(entry.key().position(), "the port " + port + " is taken by \"listen\"");
            } else if (kinds.isEmpty()) {
                problems.add(
                        entry.value().position(), "the port " + port + " serves nothing; name a kind as in [postgres]");
            }
            ports.put(port, kinds.stream().map(YamlNode.Scalar::text).toList());
        }
        reader.finish();
        return ports;
    }

    private void checkKind(YamlNode.Scalar kind) {
        if (!TargetReader.KINDS.contains(kind.text())) {
            problems.add(
                    kind.position(),
                    "unknown kind \"" + kind.written() + "\"" + Suggestion.of(kind.written(), TargetReader.KINDS)
                            + "; there are " + String.join(", ", TargetReader.KINDS));
        }
    }

    private Config.Probe probe(MappingReader reader) {
        List<String> allow = reader.texts("allow");
        Map<String, TargetConfig.Source> modules = new LinkedHashMap<>();
        reader.mapping("modules").ifPresent(all -> {
            for (YamlNode.Entry entry : all.entries()) {
                String name = entry.key().text();
                if (!TargetReader.NAME.matcher(name).matches()) {
                    problems.add(
                            entry.key().position(),
                            "the module \"" + name + "\" must be letters, digits, \"_\", \".\" and \"-\"");
                }
                modules.put(name, target.module(entry.value(), "the module \"" + name + "\""));
            }
        });
        if (!allow.isEmpty() && modules.isEmpty()) {
            problems.add(
                    reader.positionOf("allow"),
                    "a probe needs \"modules\" with user and password, as in default: {user: …}");
        }
        reader.finish();
        return new Config.Probe(allow, modules);
    }

    /** As {@code format} names them. */
    private enum QueryFormat {
        NATIVE,
        POSTGRES_EXPORTER,
        CLOUDNATIVE_PG,
        PG_EXPORTER
    }
}
