package io.dbvitals.app.guard;

import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard of the running program: its watch runs while the configuration wants it and nobody has stopped it. */
public final class GuardRun implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(GuardRun.class);

    private final GuardFamilies families = new GuardFamilies(System::currentTimeMillis);
    private final Supplier<List<Pool>> pools;
    private Optional<Watch> watch = Optional.empty();
    private Optional<Config> config = Optional.empty();
    private String stoppedBy = "";

    /** {@code pools}: of this program as they are when it is asked. */
    public GuardRun(Supplier<List<Pool>> pools) {
        this.pools = pools;
    }

    /** A new watch where anything changed that it works by; it begins with a look. Who was stopped stays so. */
    public synchronized void use(Config fresh) {
        config = Optional.of(fresh);
        GuardConfig guard = fresh.guard();
        families.configured(stoppedBy.isEmpty() ? guard : guard.off());
        if (watch.isPresent() && watch.get().works(fresh)) {
            return;
        }
        end();
        if (guard.enabled() && stoppedBy.isEmpty()) {
            watch = Optional.of(Watch.start(fresh, guard.acts(), families, pools));
        }
    }

    /** Ends the watch before its next action, until it is started again. */
    public synchronized void stop(String by) {
        stoppedBy = by;
        end();
        config.ifPresent(this::use);
    }

    /** As the configuration says. */
    public synchronized void start() {
        stoppedBy = "";
        config.ifPresent(this::use);
    }

    public synchronized boolean running() {
        return watch.isPresent();
    }

    /** Empty: nobody. */
    public synchronized String stoppedBy() {
        return stoppedBy;
    }

    /**
     * Clears all that the guard looks at of their clients, if it may. Does not wait.
     *
     * @param actor who wants it, for the audit log
     */
    public synchronized void emergency(String actor) {
        if (watch.isPresent()) {
            watch.get().emergency(actor);
        } else if (!stoppedBy.isEmpty()) {
            logger.warn("the emergency is refused: the guard was stopped by {}; start it again", stoppedBy);
        } else {
            logger.warn(
                    "the emergency is refused: the guard is turned off; set guard.enabled: true and guard.dry_run: false");
        }
    }

    public List<MetricSnapshot> snapshot() {
        return families.snapshot();
    }

    private void end() {
        watch.ifPresent(Watch::close);
        watch = Optional.empty();
        families.clear();
    }

    @Override
    public synchronized void close() {
        end();
    }
}
