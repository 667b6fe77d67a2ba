package io.dbvitals.app.health;

import io.dbvitals.app.health.memory.HealthMemory;
import io.dbvitals.app.health.vitals.Examined;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.score.Score;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the targets behind the scrapes: a scrape gets what was last read, and begins a new round when that is old. Nobody scrapes, nobody
 * is asked.
 */
public final class HealthRounds implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(HealthRounds.class);
    /** A server that hangs holds one of them for some seconds. */
    private static final int THREADS = 16;

    private static final Duration IDLE_THREAD = Duration.ofSeconds(60);

    private final HealthFamilies families = new HealthFamilies(System::currentTimeMillis);
    private final HealthMemory memory = new HealthMemory();
    private final ExecutorService threads = threads();
    private Map<String, Patient> patients = Map.of();
    private Config.Health config = Config.Health.STANDARD;

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "health");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The targets from now on, and the connections that their scrapes use; what is as it was keeps what it remembers. */
    public void use(Config fresh, Map<String, SqlServer> servers) {
        // One that is being read is closed when that is over; a scrape does not wait for it.
        swap(fresh, servers).forEach(Patient::close);
    }

    private synchronized List<Patient> swap(Config fresh, Map<String, SqlServer> servers) {
        config = fresh.health();
        Map<String, Patient> after = new LinkedHashMap<>();
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
        patients = Collections.unmodifiableMap(after);
        families.keepOnly(List.copyOf(after.keySet()));
        memory.keepOnly(after.keySet());
        return gone;
    }

    /** What was last read. */
    public List<MetricSnapshot> snapshot() {
        beginIfOld();
        return families.snapshot();
    }

    /**
     * How each target is, for those who look, in the order of the configuration; none where health is turned off. Who was not asked for
     * {@code age} is asked behind it whether it answers, and more where that is old.
     *
     * @param first until then it is waited for whether they answer: what was killed is seen by the next look
     */
    public List<Observed> look(Duration age, Deadline first) throws InterruptedException {
        List<Patient> all = inOrder();
        all.forEach(patient -> begin(patient, age, false));
        for (Patient patient : all) {
            patient.awaitAnswer(first);
        }
        return all.stream().map(Patient::observed).toList();
    }

    private synchronized List<Patient> inOrder() {
        return List.copyOf(patients.values());
    }

    private void beginIfOld() {
        inOrder().forEach(patient -> begin(patient, interval(), true));
    }

    private synchronized Duration interval() {
        return config.interval();
    }

    private synchronized void begin(Patient patient, Duration age, boolean whole) {
        if (!threads.isShutdown() && patient.begin(age)) {
            threads.execute(() -> read(patient, whole));
        }
    }

    private void read(Patient patient, boolean whole) {
        String name = patient.name();
        try {
            Optional<Score> score = patient.read(whole);
            if (here(name, patient)) {
                score.ifPresent(fresh -> families.scored(name, fresh));
                remember(patient.observed(), score);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            families.forget(name);
            logger.error("{}: its health cannot be read: a fault of the program", name, e);
        }
    }

    private void remember(Observed observed, Optional<Score> score) {
        observed.answeredAt()
                .ifPresent(at -> memory.note(observed.target(), at, score.or(observed::score), observed.response()));
    }

    /** What was read in the last hour. */
    public HealthMemory memory() {
        return memory;
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
