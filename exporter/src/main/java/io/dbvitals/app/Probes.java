package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.http.ProbeRefused;
import io.dbvitals.http.Prober;
import io.dbvitals.query.Globs;
import io.dbvitals.query.Query;
import io.dbvitals.scrape.Runner;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads servers that a scrape names, as {@code /probe} asks. A server that is probed again keeps its connections and caches; the
 * one not asked for longest is forgotten when there are too many.
 */
final class Probes implements Prober, AutoCloseable {
    private static final Position NO_POSITION = new Position("/probe", 1, 1);
    private static final int MAX_KEPT = 200;
    private static final Pattern TARGET = Pattern.compile(
            "(?:postgres(?:ql)?://)?(?<host>\\[[0-9A-Fa-f:.]+]|[^/@:?#\\s]+)(?::(?<port>\\d{1,5}))?(?:/(?<database>[^?#\\s]*))?");

    private final Runner runner;
    private final Targets targets;
    private final Map<String, TargetConfig> kept = new LinkedHashMap<>(16, 0.75f, true);
    private Config config;
    private List<Query> queries;

    Probes(Settings settings) {
        SelfMetrics metrics = new SelfMetrics();
        this.config = settings.config();
        this.queries = settings.queries();
        Config.Scrape limits = config.scrape();
        this.targets = new Targets(metrics, false);
        this.runner = new Runner(limits.budget(), limits.maxSeries(), limits.threads(), metrics, List::of);
    }

    synchronized void reloaded(Settings settings) {
        config = settings.config();
        queries = settings.queries();
        kept.clear();
        apply();
    }

    @Override
    public CompletableFuture<MetricSnapshots> probe(
            String target, String module, Set<String> collectors, Duration budget) throws ProbeRefused {
        String name;
        synchronized (this) {
            TargetConfig.Postgres source = source(target, module);
            name = source.server() + "/" + source.database() + "#" + module;
            if (kept.get(name) == null) {
                kept.put(name, new TargetConfig(name, source, Map.of(), List.of(), NO_POSITION));
                if (kept.size() > MAX_KEPT) {
                    kept.remove(kept.keySet().iterator().next());
                }
                apply();
            }
        }
        return runner.scrape(new ScrapeRequest(Set.of(), Set.of(name), collectors, budget));
    }

    @Override
    public synchronized void close() {
        runner.close();
        targets.close();
    }

    private void apply() {
        Targets.Change change = targets.apply(new ArrayList<>(kept.values()), queries);
        runner.retarget(change.targets());
        change.retire().run();
    }

    private TargetConfig.Postgres source(String target, String module) throws ProbeRefused {
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches()) {
            throw ProbeRefused.badRequest("target must be host, host:port or postgresql://host:port/database");
        }
        String host = parts.group("host").replaceAll("[\\[\\]]", "");
        int port = parts.group("port") == null ? 5432 : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw ProbeRefused.badRequest("there is no port " + port);
        }
        List<String> allowed = config.probe().allow();
        if (!Globs.any(allowed, host) && !Globs.any(allowed, host + ":" + port)) {
            throw ProbeRefused.forbidden(
                    host + ":" + port + " may not be probed; name it in probe.allow of the configuration");
        }
        TargetConfig.Postgres template = config.probe().modules().get(module.isEmpty() ? "default" : module);
        if (template == null) {
            throw ProbeRefused.badRequest("there is no module \"" + module + "\"; there are "
                    + config.probe().modules().keySet().stream().sorted().toList());
        }
        String database = parts.group("database");
        return template.at(host, port, database == null || database.isEmpty() ? template.database() : database);
    }
}
