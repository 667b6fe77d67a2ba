package io.dbvitals.config.load;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The guard as variables have it where there is no file: {@code DB_MONITOR_GUARD} (off, dry_run or on), {@code _INTERVAL} (300 s),
 * {@code _TIMEOUT} (30 s), {@code _MAX_CONNECTIONS} (50), {@code _MAX_LOCKS} (100), {@code _PID_FILE} and {@code _AUDIT_FILE}.
 */
final class GuardVariables {
    private static final String PREFIX = "DB_MONITOR_";

    private final Map<String, String> environment;

    GuardVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    GuardConfig read() throws ConfigException {
        GuardConfig standard = GuardConfig.OFF;
        String mode = get("GUARD").orElse("off");
        if (!mode.equals("off") && !mode.equals("dry_run") && !mode.equals("on")) {
            throw new ConfigException(PREFIX + "GUARD must be off, dry_run or on, not \"" + mode + "\"");
        }
        Map<String, Rule> rules = new LinkedHashMap<>(standard.rules());
        most("MAX_CONNECTIONS", "connections", rules);
        most("MAX_LOCKS", "locks", rules);
        return new GuardConfig(
                !mode.equals("off"),
                !mode.equals("on"),
                standard.targets(),
                seconds("INTERVAL", standard.interval()),
                seconds("TIMEOUT", standard.timeout()),
                get("AUDIT_FILE").map(Path::of).orElse(standard.auditFile()),
                get("PID_FILE").map(Path::of),
                standard.grace(),
                standard.limits(),
                standard.coolDown(),
                standard.protect(),
                standard.fence(),
                rules);
    }

    /** The variable is where it becomes critical; the warning keeps its distance. */
    private void most(String variable, String rule, Map<String, Rule> rules) throws ConfigException {
        Optional<String> text = get(variable);
        Rule standard = rules.get(rule);
        if (text.isEmpty() || standard == null) {
            return;
        }
        if (!text.get().matches("[1-9]\\d{0,8}")) {
            throw new ConfigException(
                    PREFIX + variable + " must be a whole number above 0, not \"" + text.get() + "\"");
        }
        double critical = Double.parseDouble(text.get());
        rules.put(
                rule,
                Rule.of(
                        standard.measure(),
                        standard.ratio(),
                        Math.max(1, Math.floor(critical * standard.warning() / standard.critical())),
                        critical,
                        standard.action(),
                        standard.minAge()));
    }

    /** A bare number is seconds. */
    private Duration seconds(String variable, Duration byDefault) throws ConfigException {
        Optional<String> text = get(variable);
        if (text.isEmpty()) {
            return byDefault;
        }
        return Durations.parse(text.get().matches("\\d+") ? text.get() + "s" : text.get())
                .filter(duration -> duration.toMillis() > 0)
                .orElseThrow(() -> new ConfigException(
                        PREFIX + variable + " must be seconds or a duration such as 5m, not \"" + text.get() + "\""));
    }

    private Optional<String> get(String variable) {
        return Optional.ofNullable(environment.get(PREFIX + variable)).filter(text -> !text.isBlank());
    }
}
