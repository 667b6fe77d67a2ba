package io.dbvitals.config.thresholds;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody wants changed of one threshold.
 *
 * @param target empty: of all
 * @param numbers by severity; empty: back to what the configuration says. A severity that is not there stays as it is
 */
public record ThresholdChange(String target, String name, Map<String, Optional<Double>> numbers) {
    public static final List<String> SEVERITIES = List.of("warning", "critical");

    public ThresholdChange {
        numbers = Map.copyOf(numbers);
    }

    /** Both back to what the configuration says. */
    public static ThresholdChange reset(String target, String name) {
        return new ThresholdChange(target, name, Map.of("warning", Optional.empty(), "critical", Optional.empty()));
    }

    /** The configuration with the changes, and all of them. */
    public static Config applied(Config config, List<Change> changes) {
        Config.Changes before = config.changes();
        Map<String, Map<String, Threshold>> written = new LinkedHashMap<>();
        written.put("", before.written().getOrDefault("", config.thresholds()));
        config.targets()
                .forEach(each ->
                        written.put(each.name(), before.written().getOrDefault(each.name(), each.thresholds())));
        return config.with(
                over(written, "", changes),
                config.targets().stream()
                        .map(each -> each.with(over(written, each.name(), changes)))
                        .toList(),
                new Config.Changes(before.file(), changes, written));
    }

    private static Map<String, Threshold> over(
            Map<String, Map<String, Threshold>> written, String target, List<Change> changes) {
        Map<String, Threshold> all = new LinkedHashMap<>(written.getOrDefault(target, Map.of()));
        changes.stream()
                .filter(change -> change.target().equals(target))
                .forEach(change -> all.merge(change.name(), change.threshold(), (old, fresh) -> over(fresh, old)));
        return all;
    }

    private static Threshold over(Threshold first, Threshold otherwise) {
        return new Threshold(
                first.warning().or(otherwise::warning), first.critical().or(otherwise::critical));
    }

    /**
     * The changes that count from then on.
     *
     * @param changes that count until now
     * @throws ConfigException for what makes no sense
     */
    public List<Change> in(Config config, List<Change> changes, String by, Instant at) throws ConfigException {
        Map<String, Threshold> written = written(config);
        checkName(config, written, changes);
        Threshold until = changes.stream()
                .filter(this::isAbout)
                .map(Change::threshold)
                .findFirst()
                .orElse(NOTHING);
        Threshold fresh = new Threshold(number("warning", until.warning()), number("critical", until.critical()));
        Threshold whole = over(fresh, written.getOrDefault(name, NOTHING));
        Optional<KnownThresholds.Wrong> wrong = KnownThresholds.wrong(name, whole);
        if (wrong.isPresent()) {
            throw new ConfigException(wrong.get().message());
        }
        List<Change> after = new ArrayList<>(changes);
        after.removeIf(this::isAbout);
        if (!fresh.equals(NOTHING)) {
            after.add(new Change(target, name, fresh, by, at));
        }
        return after;
    }

    private static final Threshold NOTHING = new Threshold(Optional.empty(), Optional.empty());

    private Optional<Double> number(String severity, Optional<Double> until) {
        return numbers.containsKey(severity) ? numbers.getOrDefault(severity, Optional.empty()) : until;
    }

    private boolean isAbout(Change change) {
        return change.target().equals(target) && change.name().equals(name);
    }

    private Map<String, Threshold> written(Config config) throws ConfigException {
        if (target.isEmpty()) {
            return config.changes().written().getOrDefault("", config.thresholds());
        }
        List<String> names = config.targets().stream().map(TargetConfig::name).toList();
        if (!names.contains(target)) {
            throw new ConfigException("there is no target \"" + target + "\"" + Suggestion.of(target, names)
                    + "; there are " + String.join(", ", names));
        }
        return config.changes().written().getOrDefault(target, Map.of());
    }

    private void checkName(Config config, Map<String, Threshold> written, List<Change> changes) throws ConfigException {
        Set<String> names = new TreeSet<>(KnownThresholds.all());
        names.addAll(written.keySet());
        names.addAll(config.changes().written().getOrDefault("", Map.of()).keySet());
        changes.forEach(change -> names.add(change.name()));
        if (name.startsWith("guard_") && !names.contains(name)) {
            throw new ConfigException("the bounds of the guard's rules stand in guard.rules of the configuration");
        }
        if (!names.contains(name)) {
            throw new ConfigException("there is no threshold \"" + name + "\"" + Suggestion.of(name, names)
                    + "; one for rules of your own must first stand under \"thresholds\" of the configuration");
        }
        if (numbers.isEmpty()) {
            throw new ConfigException("a change must give \"warning\", \"critical\" or both");
        }
    }

    /** What counts now; empty where only the alert rules have a number. */
    public Optional<Threshold> now(Config config) {
        Map<String, Threshold> all = target.isEmpty()
                ? config.thresholds()
                : config.targets().stream()
                        .filter(each -> each.name().equals(target))
                        .map(TargetConfig::thresholds)
                        .findFirst()
                        .orElse(Map.of());
        return Optional.ofNullable(all.get(name));
    }
}
