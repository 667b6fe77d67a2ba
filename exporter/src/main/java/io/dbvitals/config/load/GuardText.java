package io.dbvitals.config.load;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.yaml.Durations;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes a {@code guard:} block with every default filled in. */
final class GuardText {
    private GuardText() {}

    static Map<String, Object> of(GuardConfig guard) {
        Map<String, Object> block = SourceText.mapping("enabled", guard.enabled(), "dry_run", guard.dryRun());
        SourceText.putUnlessEmpty(block, "targets", guard.targets());
        block.put("interval", Durations.format(guard.interval()));
        block.put("timeout", Durations.format(guard.timeout()));
        block.put("audit_file", guard.auditFile().toString());
        guard.pidFile().ifPresent(path -> block.put("pid_file", path.toString()));
        block.put("grace", Durations.format(guard.grace()));
        block.put(
                "max_actions",
                SourceText.mapping(
                        "per_round", guard.limits().perRound(),
                        "per_hour", guard.limits().perHour(),
                        "per_user", guard.limits().perUser()));
        block.put("cool_down", Durations.format(guard.coolDown()));
        Map<String, Object> protect = new LinkedHashMap<>();
        SourceText.putUnlessEmpty(protect, "applications", guard.protect().applications());
        SourceText.putUnlessEmpty(protect, "users", guard.protect().users());
        SourceText.putUnlessEmpty(protect, "databases", guard.protect().databases());
        SourceText.putUnlessEmpty(block, "protect", protect);
        block.put("fence", text(guard.fence()));
        Map<String, Object> rules = new LinkedHashMap<>();
        GuardConfig.OFF.rules().keySet().stream()
                .filter(name -> !guard.rules().containsKey(name))
                .forEach(name -> rules.put(name, "off"));
        guard.rules().forEach((name, rule) -> rules.put(name, rule(rule)));
        SourceText.putUnlessEmpty(block, "rules", rules);
        return block;
    }

    private static Map<String, Object> rule(GuardConfig.Rule rule) {
        Map<String, Object> block = SourceText.mapping(
                "measure", text(rule.measure()),
                "ratio", rule.ratio(),
                "warning", rule.warning(),
                "critical", rule.critical(),
                "action", text(rule.action()),
                "act_at", text(rule.actAt()));
        if (rule.measure() != GuardConfig.Measure.OWN_FAILURES) {
            block.put("min_age", Durations.format(rule.minAge()));
        }
        SourceText.putUnlessEmpty(block, "databases", rule.databases());
        SourceText.putUnlessEmpty(block, "users", rule.users());
        SourceText.putUnlessEmpty(block, "applications", rule.applications());
        return block;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
