package io.dbvitals.app;

import io.dbvitals.app.advice.AdviceRounds;
import io.dbvitals.app.alerts.AckRounds;
import io.dbvitals.app.api.CallAudit;
import io.dbvitals.app.api.RefusalFamilies;
import io.dbvitals.app.api.ServedOperations;
import io.dbvitals.app.change.Pause;
import io.dbvitals.app.change.Pauses;
import io.dbvitals.app.change.Steering;
import io.dbvitals.app.guard.GuardRun;
import io.dbvitals.app.guard.Pool;
import io.dbvitals.app.health.HealthRounds;
import io.dbvitals.app.program.Program;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.thresholds.ThresholdChange;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.health.HealthReport;
import io.dbvitals.http.DiscoveredTarget;
import io.dbvitals.http.HttpService;
import io.dbvitals.http.Services;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Terms;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.Runner;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: made from a configuration, served over HTTP, reloaded, and closed in reverse. */
public final class Exporter implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Exporter.class);
    private static final Duration LOOK_AT_FILES_EVERY = Duration.ofSeconds(5);

    private final Settings.Source source;
    private final ProcessFamilies process;
    private final Targets targets;
    private final Runner runner;
    private final Probes probes;
    private final CollectorNames names = new CollectorNames();
    private final ServedOperations served;
    private final HttpService http;
    private final ScheduledExecutorService watcher;
    private final GuardRun guard = new GuardRun(this::pools);
    private final Pauses pauses = new Pauses(InstantSource.system());
    private final HealthRounds health = new HealthRounds();
    private final AdviceRounds advice = new AdviceRounds();
    private final RefusalFamilies refusals = new RefusalFamilies();
    private Set<String> resting = Set.of();
    private final AckRounds acknowledgements = new AckRounds();
    private volatile Settings settings;
    private volatile Optional<String> reloadFailure = Optional.empty();

    private Exporter(Settings.Source source, Settings settings, String version) throws ConfigException {
        this.source = source;
        this.settings = settings;
        Config.Scrape limits = settings.config().scrape();
        SelfMetrics metrics = new SelfMetrics();
        this.process = new ProcessFamilies(version);
        this.targets = new Targets(metrics, true);
        this.runner = new Runner(limits.budget(), limits.maxSeries(), limits.threads(), metrics, this::ownFamilies);
        this.probes = new Probes(settings);
        this.served = new ServedOperations(new Program(
                version,
                () -> this.settings.config(),
                runner::states,
                this::health,
                health,
                targets::servers,
                runner,
                this::reload,
                new Steering(() -> this.settings.config(), this::change, this::reload, pauses, guard, this::refresh),
                () -> reloadFailure));
        this.http = new HttpService(
                new Services(
                        version,
                        () -> this.settings.config().scrape(),
                        runner,
                        probes,
                        () -> names.of(this.settings),
                        this::discovered,
                        this::health,
                        this::reload,
                        new CurrentWebConfig(settings.config().webConfig()),
                        served.all(),
                        new Terms(
                                () -> this.settings.config().api(),
                                new CallAudit(() -> this.settings.config()),
                                refusals::count),
                        family -> metrics.renderFailed()),
                settings.config().compatListeners());
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "config-watcher");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns once the ports are open; no target is asked anything before the first scrape. */
    public static Exporter start(Settings.Source source, String version) throws ConfigException {
        Settings settings = Settings.read(source);
        Exporter exporter = new Exporter(source, settings, version);
        exporter.use(settings);
        exporter.process.reloaded(settings.config());
        exporter.http.start(settings.config().listen());
        var unused = exporter.watcher.scheduleWithFixedDelay(
                exporter::reloadIfChanged,
                LOOK_AT_FILES_EVERY.toMillis(),
                LOOK_AT_FILES_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        return exporter;
    }

    /** The port that is listened on, also where the configuration says 0. */
    public int port() {
        return http.port();
    }

    /** What the API serves, for a test that compares it with its description. */
    public List<Operation> operations() {
        return served.all();
    }

    /** Reads the configuration anew; on an error the last good one stays in use. */
    public synchronized void reload() throws ConfigException {
        try {
            Settings fresh = Settings.read(source);
            Settings old = settings;
            settings = fresh;
            use(fresh);
            process.reloaded(fresh.config());
            probes.reloaded(fresh);
            reloadFailure = Optional.empty();
            if (!fresh.config().listen().equals(old.config().listen())
                    || !fresh.config().compatListeners().equals(old.config().compatListeners())
                    || !fresh.config().scrape().equals(old.config().scrape())) {
                logger.warn("listen, compat_listeners and scrape take effect at the next start");
            }
            logger.info(
                    "configuration read: {} targets, {} queries",
                    fresh.config().targets().size(),
                    fresh.queries().size());
        } catch (ConfigException e) {
            process.reloadFailed();
            reloadFailure = Optional.of(String.valueOf(e.getMessage()));
            logger.error("the configuration is broken, the last good one stays in use:\n{}", e.getMessage());
            throw e;
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        guard.close();
        acknowledgements.close();
        http.close();
        served.close();
        probes.close();
        runner.close();
        health.close();
        advice.close();
        targets.close();
    }

    private void use(Settings fresh) {
        resting = pauses.now().stream().map(Pause::target).collect(Collectors.toSet());
        Config config = fresh.config();
        Config asked = config.with(
                config.thresholds(),
                config.targets().stream()
                        .filter(target -> !resting.contains(target.name()))
                        .toList(),
                config.changes());
        Targets.Change change = targets.apply(config.targets(), fresh.queries(), resting);
        runner.retarget(change.targets());
        health.use(asked, targets.servers());
        advice.use(asked);
        acknowledgements.use(config);
        change.retire().run();
        process.changed(config);
        guard.use(config);
    }

    /** Those that rest are neither well nor ill. */
    private HealthReport health() {
        List<Pause> paused = pauses.now();
        return HealthView.of(
                runner.states(),
                settings.config().targets().stream()
                        .flatMap(target -> paused.stream()
                                .filter(pause -> pause.target().equals(target.name()))
                                .map(pause -> HealthView.resting(target, pause.text())))
                        .toList());
    }

    /** What the guard may do now. */
    public GuardConfig guardConfig() {
        return settings.config().guard();
    }

    /**
     * Clears all that the guard looks at of their clients, if it may. Does not wait.
     *
     * @param actor who wants it, for the audit log
     */
    public void emergency(String actor) {
        guard.emergency(actor);
    }

    private List<Pool> pools() {
        Map<String, SqlServer> servers = targets.servers();
        return runner.states().stream()
                .flatMap(state -> Optional.ofNullable(servers.get(state.target().name())).stream()
                        .map(server -> new Pool(state.target().name(), state.failures(), server)))
                .toList();
    }

    private List<MetricSnapshot> ownFamilies() {
        List<MetricSnapshot> families = new ArrayList<>(process.snapshot());
        pauses.snapshot().ifPresent(families::add);
        families.addAll(guard.snapshot());
        families.addAll(health.snapshot());
        families.addAll(advice.snapshot());
        families.add(refusals.snapshot());
        return families;
    }

    private synchronized void reloadIfChanged() {
        try {
            if (settings.outdated()) {
                reload();
            }
            if (!resting.equals(pauses.now().stream().map(Pause::target).collect(Collectors.toSet()))) {
                use(settings);
            }
        } catch (ConfigException e) {
            // Said in the log and the metric; tried again when the file changes again.
            settings = settings.seenNow();
        } catch (RuntimeException e) {
            logger.error("looking at the configuration files failed", e);
        }
    }

    private List<DiscoveredTarget> discovered() {
        return settings.config().targets().stream()
                .map((TargetConfig target) ->
                        new DiscoveredTarget(target.name(), target.source().kind(), target.labels()))
                .toList();
    }

    private synchronized void change(List<Config.Change> thresholds) {
        settings = settings.with(ThresholdChange.applied(settings.config(), thresholds));
        use(settings);
    }

    private synchronized void refresh() {
        use(settings);
    }
}
