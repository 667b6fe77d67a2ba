package io.dbvitals.app.survey;

import io.dbvitals.app.program.Program;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All targets that are read by SQL. */
public final class Survey implements AutoCloseable {
    /** Each holds at most the server that it reads; others wait for it no longer than its bounds. */
    private static final int THREADS = 8;

    private static final Duration REST_AFTER = Duration.ofSeconds(30);

    private static final Duration IDLE_THREAD = Duration.ofSeconds(60);

    private final Program program;
    private final ScheduledThreadPoolExecutor threads;
    private Optional<Config> config = Optional.empty();
    private Map<String, SqlServer> servers = Map.of();
    private List<Lane> lanes = List.of();
    private AlertSurvey alerts = new AlertSurvey(Config.Alerting.NONE);

    /** Reads nothing yet, and starts no thread. */
    public Survey(Program program) {
        this.program = program;
        this.threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "survey");
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(IDLE_THREAD.toSeconds(), TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * What is known of each target, in the order of the configuration. What is old is read behind it.
     *
     * @param silent targets that do not answer, of which nothing is read
     * @param first until then those are waited for that nobody has looked at before
     */
    public List<TargetSurvey> look(Set<String> silent, Deadline first) throws InterruptedException {
        List<Lane> looked;
        synchronized (this) {
            use(program.config().get(), program.servers().get());
            looked = lanes;
        }
        List<Lane> asked = looked.stream()
                .filter(lane -> !silent.contains(lane.survey().name()))
                .toList();
        asked.forEach(lane -> lane.look(threads));
        for (Lane lane : asked) {
            lane.awaitFirst(first);
        }
        return looked.stream().map(Lane::survey).toList();
    }

    /** What fires, as it was read last; empty where it was not read yet. */
    public Optional<Part.Seen<Firing>> alerts(Deadline first) throws InterruptedException {
        AlertSurvey asked;
        synchronized (this) {
            Config.Alerting alerting = program.config().get().alerting();
            if (!alerts.is(alerting)) {
                alerts = new AlertSurvey(alerting);
            }
            asked = alerts;
        }
        return asked.look(threads, first);
    }

    private void use(Config fresh, Map<String, SqlServer> now) {
        if (config.equals(Optional.of(fresh)) && now.equals(servers)) {
            return;
        }
        if (config.isEmpty()) {
            var unused = threads.scheduleWithFixedDelay(
                    this::rest, REST_AFTER.toMillis(), REST_AFTER.toMillis() / 3, TimeUnit.MILLISECONDS);
        }
        lanes.forEach(lane -> lane.close(threads));
        Set<String> seen = new HashSet<>();
        List<Lane> after = new ArrayList<>();
        for (TargetConfig target : fresh.targets()) {
            SqlServer server = now.get(target.name());
            if (server != null) {
                boolean first = seen.add(target.source().kind() + " " + server.address());
                after.add(new Lane(new TargetSurvey(fresh, target, server, program.scraper(), first)));
            }
        }
        config = Optional.of(fresh);
        servers = now;
        lanes = List.copyOf(after);
    }

    private synchronized void rest() {
        lanes.forEach(lane -> lane.restAfter(REST_AFTER, threads));
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        lanes.forEach(lane -> lane.survey().rest());
        lanes = List.of();
    }
}
