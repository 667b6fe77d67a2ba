package io.dbvitals.app.health;

import io.dbvitals.app.health.vitals.Examined;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.score.Score;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the targets behind the scrapes: a scrape gets what was last read, and begins a new round when that is old. Nobody scrapes, nobody
 * is asked.
 */
public final class HealthRounds implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(HealthRounds.class);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final int THREADS = 4;

    private final HealthFamilies families = new HealthFamilies(System::currentTimeMillis);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger underWay = new AtomicInteger();
    private Map<String, Patient> patients = Map.of();
    private Config.Health config = Config.Health.STANDARD;
    private Optional<Long> begunAtNanos = Optional.empty();

    private static final class Patient implements AutoCloseable {
        private final Examined examined;
        private final Map<String, Config.Threshold> thresholds;
        private volatile Map<String, Double> lastKnown = Map.of();
        private volatile boolean waitedInVain;

        Patient(Examined examined, Map<String, Config.Threshold> thresholds) {
            this.examined = examined;
            this.thresholds = thresholds;
        }

        boolean is(TargetConfig target, Optional<SqlServer> server, Map<String, Config.Threshold> all) {
            return examined.target().equals(target) && examined.server().equals(server) && thresholds.equals(all);
        }

        @Override
        public void close() {
            examined.close();
        }
    }

    /** The targets from now on, and the connections that their scrapes use; what is as it was keeps what it remembers. */
    public void use(Config fresh, Map<String, SqlServer> servers) {
        // One that is being read is closed when that is over; a scrape does not wait for it.
        swap(fresh, servers).forEach(Patient::close);
    }

    private synchronized List<Patient> swap(Config fresh, Map<String, SqlServer> servers) {
        config = fresh.health();
        Map<String, Patient> after = new HashMap<>();
        if (config.enabled()) {
            for (TargetConfig target : fresh.targets()) {
                Optional<SqlServer> server = Optional.ofNullable(servers.get(target.name()));
                Optional<Patient> old = Optional.ofNullable(patients.get(target.name()))
                        .filter(patient -> patient.is(target, server, fresh.thresholds()));
                after.put(
                        target.name(),
                        old.orElseGet(() -> new Patient(
                                server.map(each -> Examined.over(each, fresh, target))
                                        .orElseGet(() -> Examined.other(fresh, target)),
                                fresh.thresholds())));
            }
        }
        List<Patient> gone = new ArrayList<>(patients.values());
        gone.removeAll(after.values());
        patients = Map.copyOf(after);
        families.keepOnly(List.copyOf(after.keySet()));
        return gone;
    }

    /** What was last read. */
    public List<MetricSnapshot> snapshot() {
        beginIfOld();
        return families.snapshot();
    }

    private synchronized void beginIfOld() {
        boolean old = begunAtNanos.isEmpty()
                || System.nanoTime() - begunAtNanos.get() >= config.interval().toNanos();
        if (!old || patients.isEmpty() || threads.isShutdown() || underWay.get() > 0) {
            return;
        }
        begunAtNanos = Optional.of(System.nanoTime());
        underWay.set(patients.size());
        patients.forEach((name, patient) -> threads.execute(() -> read(name, patient)));
    }

    private void read(String name, Patient patient) {
        try {
            Optional<Score> score = score(patient);
            if (score.isPresent() && here(name, patient)) {
                families.scored(name, score.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            families.forget(name);
            logger.error("{}: its health cannot be read: a fault of the program", name, e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Empty where all of our own connections were in use, and not for the second time: that alone says nothing of the server. */
    private static Optional<Score> score(Patient patient) throws InterruptedException {
        try {
            Score score = Score.of(
                    patient.examined.vitals().read(Deadline.after(BUDGET)).vitals(), patient.lastKnown);
            patient.lastKnown = score.known(patient.lastKnown);
            patient.waitedInVain = false;
            return Optional.of(score);
        } catch (CollectException e) {
            logger.debug("{}: {}", patient.examined.target().name(), e.getMessage());
            boolean inUse = e.reason() == Reason.TIMEOUT
                    && patient.examined
                            .server()
                            .filter(server -> server.openConnections() >= server.maxConnections())
                            .isPresent();
            boolean again = patient.waitedInVain;
            patient.waitedInVain = inUse;
            return inUse && !again ? Optional.empty() : Optional.of(Score.noAnswer());
        }
    }

    private synchronized boolean here(String name, Patient patient) {
        return patients.get(name) == patient;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        List<Patient> all;
        synchronized (this) {
            all = List.copyOf(patients.values());
            patients = Map.of();
        }
        all.forEach(Patient::close);
    }
}
