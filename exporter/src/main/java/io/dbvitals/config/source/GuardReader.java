package io.dbvitals.config.source;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the {@code guard:} block. */
public final class GuardReader {
    private static final int MOST = 1_000_000;
    private static final String RATIO = "_ratio";

    private final Path folder;
    private final Problems problems;

    /** {@code folder}: that relative paths begin at. */
    public GuardReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    public GuardConfig read(MappingReader reader) {
        GuardConfig standard = GuardConfig.OFF;
        GuardConfig config = new GuardConfig(
                reader.bool("enabled").orElse(standard.enabled()),
                reader.bool("dry_run").orElse(standard.dryRun()),
                reader.texts("targets"),
                Keys.positive(reader, "interval").orElse(standard.interval()),
                Keys.positive(reader, "timeout").orElse(standard.timeout()),
                Keys.given(reader, "audit_file").map(folder::resolve).orElse(standard.auditFile()),
                Keys.given(reader, "pid_file").map(folder::resolve),
                reader.duration("grace").orElse(standard.grace()),
                reader.mapping("max_actions").map(this::limits).orElse(standard.limits()),
                reader.duration("cool_down").orElse(standard.coolDown()),
                reader.mapping("protect").map(this::protect).orElse(standard.protect()),
                reader.choice("fence", Fence.class).orElse(standard.fence()),
                rules(reader));
        reader.finish();
        return config;
    }

    private GuardConfig.Limits limits(MappingReader reader) {
        GuardConfig.Limits standard = GuardConfig.OFF.limits();
        GuardConfig.Limits limits = new GuardConfig.Limits(
                Keys.bounded(reader, "per_round", standard.perRound(), MOST),
                Keys.bounded(reader, "per_hour", standard.perHour(), MOST),
                Keys.bounded(reader, "per_user", standard.perUser(), MOST));
        reader.finish();
        return limits;
    }

    private GuardConfig.Protect protect(MappingReader reader) {
        GuardConfig.Protect protect = new GuardConfig.Protect(
                patterns(reader, "applications"), reader.texts("users"), reader.texts("databases"));
        reader.finish();
        return protect;
    }

    /** Those of the file change the standard ones, or stand beside them. */
    private Map<String, Rule> rules(MappingReader reader) {
        Map<String, Rule> rules = new LinkedHashMap<>(GuardConfig.OFF.rules());
        Optional<MappingReader> block = reader.mapping("rules");
        if (block.isEmpty()) {
            return rules;
        }
        for (YamlNode.Entry entry : block.get().entries()) {
            String name = entry.key().text();
            if (!name.matches("[a-z][a-z0-9_]*")) {
                problems.add(
                        entry.key().position(),
                        "the rule \"" + name + "\" must be lower-case letters, digits and \"_\"");
            }
            if (entry.value() instanceof YamlNode.Scalar scalar
                    && List.of("off", "false", "no").contains(scalar.text().toLowerCase(Locale.ROOT))) {
                rules.remove(name);
            } else {
                block.get().mapping(name).ifPresent(keys -> rules.put(name, rule(name, keys)));
            }
        }
        return rules;
    }

    private Rule rule(String name, MappingReader reader) {
        Optional<Rule> standard = Optional.ofNullable(GuardConfig.OFF.rules().get(name))
                .or(() -> Optional.ofNullable(GuardConfig.OPTIONAL.get(name)));
        Measure measure = reader.choice("measure", Measure.class)
                .or(() -> standard.map(Rule::measure))
                .orElseGet(() -> {
                    if (!reader.has("measure")) {
                        problems.add(
                                reader.position(),
                                "the rule \"" + name + "\" must say what it counts, as in measure: long_queries");
                    }
                    return Measure.LOCKS;
                });
        boolean ratio = reader.bool("ratio").orElse(name.endsWith(RATIO));
        double warning = bound(reader, "warning", standard.map(Rule::warning), ratio);
        double critical = bound(reader, "critical", standard.map(Rule::critical), ratio);
        if (warning > critical) {
            problems.add(reader.positionOf("warning"), "\"warning\" must not be above \"critical\"");
        }
        Action action = reader.choice("action", Action.class)
                .or(() -> standard.map(Rule::action))
                .orElse(Action.REPORT);
        check(reader, measure, action);
        if (measure == Measure.OWN_FAILURES) {
            checkOwn(reader, ratio);
        }
        Rule rule = new Rule(
                measure,
                ratio,
                warning,
                critical,
                action,
                reader.duration("min_age").or(() -> standard.map(Rule::minAge)).orElse(Duration.ZERO),
                reader.choice("act_at", Level.class).orElse(Level.CRITICAL),
                reader.texts("databases"),
                reader.texts("users"),
                patterns(reader, "applications"));
        if (rule.minAge().isZero() && action != Action.REPORT && action != Action.REOPEN) {
            problems.add(
                    reader.positionOf("min_age"),
                    "a rule that ends sessions needs \"min_age\", as in min_age: 5m: else it ends what has just begun");
        }
        reader.finish();
        return rule;
    }

    private void check(MappingReader reader, Measure measure, Action action) {
        if (measure == Measure.LOCKS && action != Action.REPORT) {
            problems.add(
                    reader.positionOf("action"),
                    "locks can only be reported; the rule \"blocked\" ends who holds them");
        }
        if ((measure == Measure.OWN_FAILURES) != (action == Action.REOPEN) && action != Action.REPORT) {
            problems.add(
                    reader.positionOf("action"),
                    "reopen is for own_failures, and own_failures can only be answered by reopen or report");
        }
        if (action == Action.CANCEL && (measure == Measure.IDLE_IN_TRANSACTION || measure == Measure.CONNECTIONS)) {
            problems.add(
                    reader.positionOf("action"),
                    "nothing runs in an idle session that could be cancelled; use terminate or report");
        }
    }

    /** Readings have no age, and are nobody's. */
    private void checkOwn(MappingReader reader, boolean ratio) {
        if (ratio) {
            problems.add(reader.positionOf("ratio"), "own_failures are counted in a row, and are no part of anything");
        }
        for (String key : List.of("min_age", "databases", "users", "applications")) {
            if (reader.has(key)) {
                problems.add(reader.positionOf(key), "\"" + key + "\" is for sessions; own_failures counts readings");
            }
        }
    }

    private double bound(MappingReader reader, String key, Optional<Double> standard, boolean ratio) {
        double bound = reader.number(key).or(() -> standard).orElse(Double.NaN);
        if (Double.isNaN(bound) && !reader.has(key)) {
            problems.add(reader.position(), "\"" + key + "\" is missing");
        } else if (!(bound > 0) || (ratio && bound > 1)) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\" must be above 0" + (ratio ? " and at most 1, as a part of the whole" : "")
                            + ", not " + reader.written(key));
        }
        return bound;
    }

    private List<String> patterns(MappingReader reader, String key) {
        for (YamlNode.Scalar text : reader.scalars(key)) {
            try {
                Pattern.compile(text.text());
            } catch (PatternSyntaxException e) {
                problems.add(
                        text.position(), "\"" + text.written() + "\" is no regular expression: " + e.getDescription());
            }
        }
        return reader.texts(key);
    }
}
