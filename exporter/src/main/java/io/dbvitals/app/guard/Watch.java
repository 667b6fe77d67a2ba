package io.dbvitals.app.guard;

import io.dbvitals.app.guard.emergency.Cleared;
import io.dbvitals.app.guard.emergency.Emergencies;
import io.dbvitals.app.guard.emergency.EmergencyLog;
import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Guard;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.plan.Finding;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds at an interval, until it is closed. Its connections stay open, so that it gets through to a server on which no other is to be
 * had any more.
 */
public final class Watch implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Watch.class);
    private static final long CLOSING_SECONDS = 10;

    private final Config whole;
    private final GuardConfig config;
    private final boolean acts;
    private final List<Guarded> targets;
    private final GuardFamilies families;
    private final Reopening reopening;
    private final ScheduledExecutorService clock;
    private final Emergencies emergencies;
    private volatile Guard guard;

    private Watch(Config config, boolean acts, GuardFamilies families, Supplier<List<Pool>> pools) {
        this.whole = config;
        this.config = config.guard();
        this.acts = acts;
        this.targets = Guarded.servers(config);
        this.guard = fresh();
        this.families = families;
        this.emergencies = new Emergencies(config);
        this.reopening =
                new Reopening(this.config, new AuditLog(this.config.auditFile(), Clock.systemUTC()), families, pools);
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "guard");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins with a first round at once.
     *
     * @param acts whether sessions are ended; otherwise it only says what it would do
     * @param families that what happens is counted in
     * @param pools of this program as they are when it is asked; none where only the guard runs
     */
    public static Watch start(Config config, boolean acts, GuardFamilies families, Supplier<List<Pool>> pools) {
        Watch watch = new Watch(config, acts, families, pools);
        logger.info(
                "guard: {} targets every {} s, {}",
                watch.targets.size(),
                watch.config.interval().toSeconds(),
                acts ? "sessions are ended; audit log " + watch.config.auditFile() : "dry run: nothing is ended");
        if (acts) {
            watch.clock.execute(watch::prepare);
        }
        var unused = watch.clock.scheduleWithFixedDelay(
                watch::round, 0, watch.config.interval().toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Whether it is the one for that configuration. */
    public boolean works(Config other) {
        return config.equals(other.guard()) && asked(whole).equals(asked(other));
    }

    /** Thresholds are not what it works by. */
    private static List<TargetConfig> asked(Config config) {
        return config.targets().stream().map(target -> target.with(Map.of())).toList();
    }

    private Guard fresh() {
        return new Guard(
                config,
                new AuditLog(config.auditFile(), Clock.systemUTC()),
                new Guard.Caller("schedule", "watch", false));
    }

    /**
     * Clears all targets, over the connections that are open; a round that is under way ends before its next action. Does not wait.
     *
     * @param actor who wants it, for the audit log
     */
    public void emergency(String actor) {
        if (!acts) {
            logger.warn("the emergency is refused: the guard may end nothing; set guard.dry_run: false");
            return;
        }
        guard.stop();
        clock.execute(() -> {
            guard = fresh();
            targets.forEach(target -> clear(target, actor));
        });
    }

    private void clear(Guarded target, String actor) {
        logger.warn("{}: emergency: all clients that are not protected are ended", target.name());
        Cleared cleared = emergencies.clear(target, config.fence(), actor, new EmergencyLog(target.name()));
        families.count(cleared);
        EmergencyLog.say(cleared);
    }

    /** Opens what a guard left shut that was killed in an emergency, and finds out what one needs to know before the server is full. */
    private void prepare() {
        try {
            for (Reopened door : emergencies.restore("schedule")) {
                EmergencyLog.say(door);
            }
        } catch (FenceException e) {
            logger.error("what an emergency left shut cannot be opened: {}", e.getMessage());
        }
        targets.forEach(target -> target.server().doors().learn());
    }

    private void round() {
        Guard current = guard;
        for (Guarded target : targets) {
            if (current.stopped()) {
                return;
            }
            try {
                Answer answer = Rounds.one(current, target, acts ? Rounds.ALL : Optional.empty());
                families.count(answer);
                if (answer.round().isPresent()) {
                    say(answer.round().get());
                } else {
                    logger.warn("{}: {}", target.name(), answer.failure());
                }
            } catch (AuditException e) {
                families.auditFailed(target.name());
                logger.error("{}: {}", target.name(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                families.failed(target.name());
                logger.error("{}: a fault of the program", target.name(), e);
            }
        }
        ownPools();
    }

    private void ownPools() {
        try {
            List<String> reopened = reopening.round(acts);
            // Ours leads where theirs led; it is opened again by the next round.
            targets.stream().filter(target -> reopened.contains(target.name())).forEach(Guarded::close);
        } catch (AuditException e) {
            logger.error("{}", e.getMessage());
        } catch (RuntimeException e) {
            logger.error("our own pools: a fault of the program", e);
        }
    }

    private void say(Round round) {
        for (Finding finding : round.plan().findings()) {
            switch (finding.severity()) {
                case CRITICAL -> logger.error("{} ({}, critical)", Texts.headline(finding), round.target());
                case WARNING -> logger.warn("{} ({})", Texts.headline(finding), round.target());
                case OK -> logger.debug("{}: {}", round.target(), finding.text());
            }
        }
        round.yielded().ifPresent(why -> logger.info("{}: {}", round.target(), why));
        round.troubles().forEach(trouble -> logger.warn("{}: {}", round.target(), trouble));
        if (!acts) {
            round.plan().steps().forEach(step -> logger.info("{}: would {}", round.target(), Texts.step(step)));
        }
        for (Deed deed : round.deeds()) {
            logger.warn("{}: {}", round.target(), Texts.deed(deed));
        }
    }

    /** Ends a round that is under way before its next action. */
    @Override
    public void close() {
        guard.stop();
        emergencies.cut();
        clock.shutdown();
        try {
            if (!clock.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            clock.shutdownNow();
            Thread.currentThread().interrupt();
        }
        targets.forEach(Guarded::close);
    }
}
