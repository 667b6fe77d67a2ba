package io.dbvitals.app.health;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all targets at the same time how they are, each for no longer than its budget: a dead one keeps none of the others. */
public final class Checkups {
    private Checkups() {}

    /**
     * How long and how often a target is tried.
     *
     * @param timeout of one target, with all tries
     * @param retries after a fault that may pass
     */
    public record Patience(Duration timeout, int retries) {}

    private record Started(TargetConfig target, Checkup checkup, FutureTask<TargetHealth> task) {}

    /** {@code names} are globs of targets; empty for all. */
    public static List<TargetHealth> of(Config config, List<String> names, Patience patience)
            throws InterruptedException {
        Set<String> looked = ConcurrentHashMap.newKeySet();
        Deadline deadline = Deadline.after(patience.timeout());
        List<Started> all = new ArrayList<>();
        for (TargetConfig target : config.targets()) {
            if (names.isEmpty() || Globs.any(names, target.name())) {
                Checkup checkup = new Checkup(config, target, patience.retries(), looked);
                FutureTask<TargetHealth> task = new FutureTask<>(() -> checkup.run(deadline));
                Thread thread = new Thread(task, "health-" + target.name());
                // One that hangs is left behind: it does not keep the process.
                thread.setDaemon(true);
                thread.start();
                all.add(new Started(target, checkup, task));
            }
        }
        List<TargetHealth> found = new ArrayList<>();
        for (Started each : all) {
            found.add(within(deadline, patience.timeout(), each));
        }
        return found;
    }

    private static TargetHealth within(Deadline deadline, Duration timeout, Started started)
            throws InterruptedException {
        try {
            return started.task().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            started.task().cancel(true);
            Optional<TargetHealth> known = started.checkup().soFar();
            return known.orElseGet(() -> TargetHealth.noAnswer(
                    started.target(),
                    started.checkup().attempts(),
                    timeout,
                    "no answer within " + timeout.toMillis() + " ms"
                            + started.checkup()
                                    .lastFault()
                                    .map(fault -> "; the last try: " + fault)
                                    .orElse("")));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the check of " + started.target().name() + " broke off", e.getCause());
        }
    }
}
