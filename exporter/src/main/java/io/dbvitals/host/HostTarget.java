package io.dbvitals.host;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.libc.NativeCalls;
import io.dbvitals.host.oshi.OshiCollectors;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.Target;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine: what node_exporter shows, under its names. */
public final class HostTarget implements Target, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(HostTarget.class);
    /** Modules are loaded and devices come; this often it is looked which collectors apply. */
    private static final Duration PLAN_LIFETIME = Duration.ofMinutes(1);
    /** One that has to wait must not keep the others waiting. */
    private static final int PARALLELISM = 2;

    private final String name;
    private final HostConfig config;
    private final Labels labels;
    private final Site site;
    private final HostStatus status;
    private final List<KernelCollector> collectors;
    private volatile Optional<Plan> plan = Optional.empty();
    private volatile Optional<OshiCollectors> oshi = Optional.empty();

    /**
     * Reads nothing yet.
     *
     * @param labels on every series
     * @throws java.util.regex.PatternSyntaxException where a filter of the configuration is no regular expression
     */
    public HostTarget(String name, HostConfig config, Labels labels) {
        this.name = name;
        this.config = config;
        this.labels = labels;
        this.site = new Site(new Roots(config.paths()), labels);
        this.status = new HostStatus(labels);
        this.collectors =
                Catalogue.collectors(new Catalogue.Parts(config, site, new NativeCalls(config.nativeCalls())));
    }

    /** Names that {@code enable} and {@code disable} may hold. */
    public static Set<String> names() {
        return Catalogue.names();
    }

    private record Plan(List<Collector> collectors, Map<String, String> skipped, long madeAtNanos) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "host";
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public int parallelism() {
        return PARALLELISM;
    }

    @Override
    public List<Collector> prepare(Deadline deadline) throws CollectException {
        Optional<Plan> last = plan;
        if (last.isPresent() && System.nanoTime() - last.get().madeAtNanos() < PLAN_LIFETIME.toNanos()) {
            return last.get().collectors();
        }
        Plan made = portable() ? oshiPlan(last) : procPlan();
        if (last.isEmpty() && oshi.isEmpty()) {
            ContainerCheck.warning(new File("/"), site.roots())
                    .ifPresent(warning -> logger.warn("target {}: {}", name, warning));
        }
        plan = Optional.of(made);
        return made.collectors();
    }

    @Override
    public Map<String, String> skipped() {
        return plan.map(Plan::skipped).orElse(Map.of());
    }

    @Override
    public List<MetricSnapshot> status(Report report) {
        return status.families(report);
    }

    @Override
    public void close() {
        oshi.ifPresent(OshiCollectors::close);
        for (KernelCollector collector : collectors) {
            if (collector instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    logger.debug("collector {} does not close", collector.name(), e);
                }
            }
        }
    }

    private boolean portable() {
        return switch (config.source()) {
            case PROC -> false;
            case OSHI -> true;
            case AUTO -> !site.roots().proc("stat").exists() && !linux();
        };
    }

    private static boolean linux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    private Plan procPlan() throws CollectException {
        File stat = site.roots().proc("stat");
        if (!stat.exists()) {
            throw new CollectException(
                    Reason.UNSUPPORTED,
                    stat + " is not there: set paths.procfs to where the machine's /proc is mounted, or source: oshi");
        }
        site.roots().look();
        List<Collector> there = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        for (KernelCollector collector : collectors) {
            Optional<String> absent = collector.absent();
            if (absent.isPresent()) {
                skipped.put(collector.name(), absent.get());
            } else {
                there.add(collector);
            }
        }
        return new Plan(List.copyOf(there), Map.copyOf(skipped), System.nanoTime());
    }

    /** These do not change while the process runs. What needs no kernel is as it is elsewhere. */
    private Plan oshiPlan(Optional<Plan> last) throws CollectException {
        if (last.isPresent()) {
            return new Plan(last.get().collectors(), last.get().skipped(), System.nanoTime());
        }
        List<Collector> there = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        OshiCollectors loaded = OshiCollectors.load(site, config.filters());
        oshi = Optional.of(loaded);
        for (KernelCollector collector : collectors) {
            Collector other = loaded.byName().get(collector.name());
            if (collector.name().equals("textfile") || collector.name().equals("time")) {
                there.add(collector);
            } else if (other != null) {
                there.add(other);
            } else {
                skipped.put(collector.name(), "platform");
            }
        }
        return new Plan(List.copyOf(there), Map.copyOf(skipped), System.nanoTime());
    }
}
