package io.dbvitals.app.advice;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.PostgresStatements;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges behind the scrapes what the statements of each target cost between two rounds. Connections live for one round. */
public final class AdviceRounds implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(AdviceRounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OF_JUDGING = Duration.ofMinutes(1);
    private static final int THREADS = 2;

    private final AdviceFamilies families = new AdviceFamilies(System::currentTimeMillis);
    private final List<Round> rounds = new ArrayList<>();
    private Optional<ScheduledExecutorService> threads = Optional.empty();
    private Config.Advice config = Config.Advice.STANDARD;
    private List<TargetConfig> targets = List.of();

    /** The targets from now on; where nothing has changed, the rounds go on. */
    public synchronized void use(Config fresh) {
        List<TargetConfig> wanted = fresh.advice().enabled()
                ? fresh.targets().stream().filter(Advised::counts).toList()
                : List.of();
        if (wanted.equals(targets) && fresh.advice().equals(config)) {
            return;
        }
        stop();
        config = fresh.advice();
        targets = wanted;
        families.keepOnly(wanted.stream().map(TargetConfig::name).toList());
        if (wanted.isEmpty()) {
            return;
        }
        ScheduledExecutorService started = Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "advice");
            thread.setDaemon(true);
            return thread;
        });
        threads = Optional.of(started);
        for (TargetConfig target : wanted) {
            Advised.of(target, PostgresStatements.UNUSED_AFTER).ifPresent(advised -> {
                Round round = new Round(target.name(), advised);
                rounds.add(round);
                var unused = started.scheduleWithFixedDelay(
                        round, 0, config.interval().toMillis(), TimeUnit.MILLISECONDS);
            });
        }
    }

    /** What was last found. */
    public List<MetricSnapshot> snapshot() {
        return families.snapshot();
    }

    @Override
    public synchronized void close() {
        stop();
        targets = List.of();
    }

    private void stop() {
        threads.ifPresent(ScheduledExecutorService::shutdownNow);
        threads = Optional.empty();
        rounds.forEach(each -> each.advised.close());
        rounds.clear();
    }

    /** Only here for as long as its configuration is. */
    private synchronized boolean here(Round round) {
        return rounds.contains(round);
    }

    private final class Round implements Runnable {
        private final String target;
        private final Advised advised;
        private Optional<Snapshot> last = Optional.empty();

        private Round(String target, Advised advised) {
            this.target = target;
            this.advised = advised;
        }

        @Override
        public void run() {
            try {
                look();
            } catch (CollectException e) {
                logger.warn("{}: its statements cannot be judged: {}", target, e.getMessage());
                if (here(this)) {
                    families.failed(target);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                logger.error("{}: its statements cannot be judged: a fault of the program", target, e);
            } finally {
                advised.server().reopen();
            }
        }

        private void look() throws CollectException, InterruptedException {
            Snapshot now = advised.source().snapshot(Deadline.after(PATIENCE));
            Optional<Snapshot> before = last;
            last = Optional.of(now);
            if (before.isEmpty()) {
                families.begun(target);
                return;
            }
            var findings = advised.source().judge(Window.between(before.get(), now), Deadline.after(OF_JUDGING));
            if (here(this)) {
                families.judged(target, findings.advice());
            }
        }
    }
}
