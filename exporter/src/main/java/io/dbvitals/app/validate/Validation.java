package io.dbvitals.app.validate;

import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.app.validate.check.Requirements;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Looks at the targets of a configuration, all at once; and again, until they are as required or the time is over. */
public final class Validation {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int AT_ONCE = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    /** Longer ones: a wrong password that is tried too often may lock the account. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final List<TargetConfig> targets;
    private final Requirements requirements;
    private final Pause pause = new Pause();

    /** {@code names} are globs of targets; empty for all. */
    public Validation(Config config, List<String> names, Requirements requirements) {
        this.targets = config.targets().stream()
                .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                .toList();
        this.requirements = requirements;
    }

    /** Gives what is known when it is called; ends waiting. */
    public void end() {
        pause.end();
    }

    /**
     * Looks until everything has passed, if need be with warnings.
     *
     * @param wait how long; zero to look once
     * @param progress what is not yet as it should be, and the time that is left
     */
    public List<Validated> run(Duration wait, BiConsumer<List<Validated>, Duration> progress)
            throws InterruptedException {
        Deadline deadline = Deadline.after(wait);
        Duration length = FIRST_PAUSE;
        while (true) {
            List<Validated> all = once();
            Result result = Validated.result(all);
            boolean waits = result == Result.FAILED || result == Result.UNKNOWN || hidesUnknown(all);
            if (!waits || targets.isEmpty() || deadline.passed()) {
                return all;
            }
            progress.accept(all, deadline.remaining());
            if (!pause.before(deadline, length)) {
                return all;
            }
            length = length.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? length.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** A warning is worse than what is unknown, but not what to wait for. */
    private static boolean hidesUnknown(List<Validated> all) {
        return all.stream().flatMap(each -> each.checks().stream()).anyMatch(check -> check.result() == Result.UNKNOWN);
    }

    private List<Validated> once() throws InterruptedException {
        Duration budget = requirements.replication() ? PATIENCE.plus(requirements.maxLag()) : PATIENCE;
        List<Callable<Validated>> work = new ArrayList<>();
        for (TargetConfig target : targets) {
            work.add(() -> new TargetChecks(target, requirements, pause).run(Deadline.after(budget)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, targets.size())));
        try {
            List<Validated> all = new ArrayList<>();
            for (Future<Validated> each : threads.invokeAll(work)) {
                all.add(each.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check broke off", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
