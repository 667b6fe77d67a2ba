package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.thresholds.ChangesFile;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Interpolation;
import java.net.URI;
import java.nio.file.Path;
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
    private ConfigText() {}

    public static String of(Config config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("listen", config.listen().toString());
        config.webConfig().ifPresent(path -> root.put("web_config", path.toString()));
        Config.Scrape scrape = config.scrape();
        root.put(
                "scrape",
                SourceText.mapping(
                        "budget", Durations.format(scrape.budget()),
                        "margin", Durations.format(scrape.margin()),
                        "max_series", scrape.maxSeries(),
                        "threads", scrape.threads()));
        List<Object> targets = new ArrayList<>();
        config.targets().forEach(target -> targets.add(target(target)));
        SourceText.putUnlessEmpty(root, "targets", targets);
        root.put("queries", queries(config.queries()));
        SourceText.putUnlessEmpty(root, "compat_listeners", new TreeMap<>(config.compatListeners()));
        SourceText.putUnlessEmpty(root, "thresholds", thresholds(config.thresholds()));
        config.changes()
                .file()
                .filter(file -> !config.files().isEmpty()
                        && !file.equals(ChangesFile.beside(config.files().get(0))))
                .ifPresent(file -> root.put("overrides_file", file.toString()));
        if (!config.probe().equals(Config.Probe.NONE)) {
            root.put("probe", probe(config.probe()));
        }
        if (!config.guard().equals(GuardConfig.OFF)) {
            root.put("guard", GuardText.of(config.guard()));
        }
        if (!config.health().equals(Config.Health.STANDARD)) {
            Config.Health health = config.health();
            root.put(
                    "health",
                    SourceText.mapping("enabled", health.enabled(), "interval", Durations.format(health.interval())));
        }
        if (!config.advice().equals(Config.Advice.STANDARD)) {
            Config.Advice advice = config.advice();
            root.put(
                    "advice",
                    SourceText.mapping("enabled", advice.enabled(), "interval", Durations.format(advice.interval())));
        }
        if (!config.alerting().equals(Config.Alerting.NONE)) {
            root.put("alerting", alerting(config.alerting()));
        }
        if (!config.api().equals(ApiConfig.STANDARD)) {
            root.put("api", ApiText.of(config.api()));
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(escaped(root)) + changed(config.changes());
    }

    /** Comments: which of the thresholds above do not stand in the configuration. */
    private static String changed(Config.Changes changes) {
        StringBuilder lines = new StringBuilder();
        for (Config.Change change : changes.all()) {
            lines.append("#   ");
            if (!change.target().isEmpty()) {
                lines.append(plain(change.target())).append(": ");
            }
            lines.append(change.name());
            change.threshold()
                    .warning()
                    .ifPresent(value -> lines.append(" warning ").append(value));
            change.threshold()
                    .critical()
                    .ifPresent(value -> lines.append(" critical ").append(value));
            lines.append(", by ")
                    .append(plain(change.by()))
                    .append(" at ")
                    .append(change.at())
                    .append('\n');
        }
        return lines.isEmpty()
                ? ""
                : "# Thresholds that were changed while dbvitals ran, from "
                        + changes.file().map(Path::toString).orElse("") + ":\n" + lines;
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static Object target(TargetConfig target) {
        Map<String, Object> block = SourceText.mapping("name", target.name());
        block.putAll(SourceText.of(target.source()));
        if (!target.vector().equals(VectorConfig.OFF)) {
            block.put("vector", VectorText.of(target.vector()));
        }
        SourceText.putUnlessEmpty(block, "labels", new TreeMap<>(target.labels()));
        SourceText.putUnlessEmpty(block, "tags", target.tags());
        SourceText.putUnlessEmpty(block, "thresholds", thresholds(target.thresholds()));
        return block;
    }

    private static Object queries(Config.Queries queries) {
        Map<String, Object> block = SourceText.mapping("builtin", queries.builtin());
        List<Object> include = new ArrayList<>();
        for (Config.Include item : queries.include()) {
            Map<String, Object> entry = SourceText.mapping("path", item.path());
            item.format().ifPresent(format -> entry.put("format", format));
            item.metricPrefix().ifPresent(prefix -> entry.put("metric_prefix", prefix));
            include.add(entry);
        }
        SourceText.putUnlessEmpty(block, "include", include);
        SourceText.putUnlessEmpty(block, "enable", queries.enable());
        SourceText.putUnlessEmpty(block, "disable", queries.disable());
        return block;
    }

    private static Map<String, Object> thresholds(Map<String, Config.Threshold> thresholds) {
        Map<String, Object> block = new TreeMap<>();
        thresholds.forEach((name, threshold) -> block.put(name, threshold(threshold)));
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
        probe.modules().forEach((name, source) -> modules.put(name, SourceText.module(source)));
        Map<String, Object> block = new LinkedHashMap<>();
        SourceText.putUnlessEmpty(block, "allow", probe.allow());
        SourceText.putUnlessEmpty(block, "modules", modules);
        return block;
    }

    private static Object alerting(Config.Alerting alerting) {
        Map<String, Object> block = new LinkedHashMap<>();
        alerting.prometheus().ifPresent(address -> block.put("prometheus", address.toString()));
        SourceText.putUnlessEmpty(
                block,
                "alertmanagers",
                alerting.alertmanagers().stream().map(URI::toString).toList());
        SourceText.putUnlessEmpty(block, "user", alerting.user());
        SourceText.password(block, alerting.password());
        if (alerting.token() instanceof Secret.File file) {
            block.put("token_file", file.path().toString());
        }
        alerting.ca().ifPresent(path -> block.put("ca_file", path.toString()));
        block.put("timeout", Durations.format(alerting.timeout()));
        block.put("acknowledge", Durations.format(alerting.acknowledge()));
        return block;
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
}
