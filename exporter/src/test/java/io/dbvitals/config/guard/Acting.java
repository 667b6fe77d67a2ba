package io.dbvitals.config.guard;

import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.config.guard.GuardConfig.Protect;
import io.dbvitals.config.guard.GuardConfig.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The configuration of a guard that acts, for tests: as it is by default, but for what a test says. */
public final class Acting {
    private static final GuardConfig OFF = GuardConfig.OFF;

    private List<String> targets = OFF.targets();
    private Path auditFile = OFF.auditFile();
    private Limits limits = OFF.limits();
    private Duration coolDown = OFF.coolDown();
    private Protect protect = OFF.protect();
    private Map<String, Rule> rules = OFF.rules();

    /** Globs. */
    public Acting on(String... globs) {
        targets = List.of(globs);
        return this;
    }

    public Acting auditFile(Path file) {
        auditFile = file;
        return this;
    }

    public Acting limits(Limits most) {
        limits = most;
        return this;
    }

    public Acting coolDown(Duration time) {
        coolDown = time;
        return this;
    }

    public Acting protect(Protect some) {
        protect = some;
        return this;
    }

    /** By name, and no others. */
    public Acting rules(Map<String, Rule> some) {
        rules = some;
        return this;
    }

    public GuardConfig config() {
        return new GuardConfig(
                true,
                false,
                targets,
                OFF.interval(),
                OFF.timeout(),
                auditFile,
                OFF.pidFile(),
                OFF.grace(),
                limits,
                coolDown,
                protect,
                OFF.fence(),
                rules);
    }
}
