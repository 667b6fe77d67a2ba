package io.dbvitals.app.change;

import io.dbvitals.app.guard.GuardRun;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.route.Reloader;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The parts of the running program that can be changed from outside. What is changed here counts at once, and is on nobody's record. */
public final class Steering {
    private final Supplier<Config> config;
    private final Consumer<List<Config.Change>> change;
    private final Reloader reloader;
    private final Pauses pauses;
    private final GuardRun guard;
    private final Runnable refresh;

    /**
     * Of that program.
     *
     * @param config in use
     * @param change puts changed thresholds in force
     * @param refresh asks those targets that are not paused, and no others
     */
    public Steering(
            Supplier<Config> config,
            Consumer<List<Config.Change>> change,
            Reloader reloader,
            Pauses pauses,
            GuardRun guard,
            Runnable refresh) {
        this.config = config;
        this.change = change;
        this.reloader = reloader;
        this.pauses = pauses;
        this.guard = guard;
        this.refresh = refresh;
    }

    /**
     * How the guard is.
     *
     * @param enabled by the configuration
     * @param acts whether it may end sessions, by the configuration
     * @param running whether it looks at its targets now
     * @param stoppedBy who stopped it; empty: nobody
     */
    public record GuardState(boolean enabled, boolean acts, boolean running, String stoppedBy) {}

    /** The configuration in use. */
    public Config config() {
        return config.get();
    }

    /** From now on these changed thresholds count, and no others. */
    public void change(List<Config.Change> thresholds) {
        change.accept(thresholds);
    }

    /** Reads the configuration anew; when it throws, the old one is still in use. */
    public void reload() throws ConfigException {
        reloader.reload();
    }

    /** Those that are in force. */
    public List<Pause> pauses() {
        return pauses.now();
    }

    /** Ends the connections to the target and does not ask it before the pause is over; a second pause replaces the first. */
    public void pause(Pause pause) {
        pauses.add(pause);
        refresh.run();
    }

    /** Collects again. */
    public void resume(String target) {
        pauses.remove(target);
        refresh.run();
    }

    public GuardState guard() {
        GuardConfig allowed = config.get().guard();
        return new GuardState(allowed.enabled(), allowed.acts(), guard.running(), guard.stoppedBy());
    }

    /** Lets the guard look and act as the configuration says; nothing where that turns it off. */
    public void startGuard() {
        guard.start();
    }

    /** Ends the guard's watch before its next action, until it is started again or the program is. */
    public void stopGuard(String by) {
        guard.stop(by);
    }
}
