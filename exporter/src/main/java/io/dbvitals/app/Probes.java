package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.http.ProbeRefused;
import io.dbvitals.http.Prober;
import io.dbvitals.query.Query;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.Runner;
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
            "(?:(?<scheme>[a-z]+)://)?(?<host>\\[[0-9A-Fa-f:.]+]|[^/@:?#\\s]+)(?::(?<port>\\d{1,5}))?(?:/(?<database>[^?#\\s]*))?");
    private static final Map<String, Integer> PORTS =
            Map.of("postgres", 5432, "redis", 6379, "mysql", 3306, "pgbouncer", 6432);
    private static final Map<String, String> KINDS = Map.of(
            "postgres", "postgres",
            "postgresql", "postgres",
            "redis", "redis",
            "rediss", "redis",
            "valkey", "redis",
            "valkeys", "redis",
            "mysql", "mysql",
            "mariadb", "mysql",
            "pgbouncer", "pgbouncer");
    /** Schemes that ask for TLS, which the module must then have. */
    private static final Set<String> ENCRYPTED = Set.of("rediss", "valkeys");

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
            Found found = find(target, module);
            TargetConfig.Source source = found.source();
            name = found.address() + "#" + found.module();
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

    /** @param module by which it is read, also where the asker named none */
    private record Found(TargetConfig.Source source, String address, String module) {}

    private Found find(String target, String module) throws ProbeRefused {
        Matcher parts = TARGET.matcher(target);
        String scheme = parts.matches() && parts.group("scheme") != null ? parts.group("scheme") : "";
        if (!parts.matches() || (!scheme.isEmpty() && !KINDS.containsKey(scheme))) {
            throw ProbeRefused.badRequest("target must be host, host:port, postgresql://host:port/database,"
                    + " redis://host:port, mysql://host:port or pgbouncer://host:port");
        }
        String name = moduleName(module, KINDS.getOrDefault(scheme, ""));
        TargetConfig.Source template = module(name);
        if (!scheme.isEmpty() && !template.kind().equals(KINDS.get(scheme))) {
            throw ProbeRefused.badRequest("the module is for " + template.kind() + ", the target is " + scheme);
        }
        if (ENCRYPTED.contains(scheme)
                && template instanceof RedisConfig redis
                && !redis.tls().on()) {
            throw ProbeRefused.badRequest(
                    "the target asks for TLS, and the module \"" + name + "\" has none; add tls: {} to it");
        }
        String host = parts.group("host").replaceAll("[\\[\\]]", "");
        int port = parts.group("port") == null
                ? PORTS.getOrDefault(template.kind(), 0)
                : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw ProbeRefused.badRequest("there is no port " + port);
        }
        List<String> allowed = config.probe().allow();
        if (!Globs.any(allowed, host) && !Globs.any(allowed, host + ":" + port)) {
            throw ProbeRefused.forbidden(
                    host + ":" + port + " may not be probed; name it in probe.allow of the configuration");
        }
        String path = parts.group("database") == null ? "" : parts.group("database");
        return at(template, host, port, path, name);
    }

    /** Where none is named: "default" if it is for such a target, else the one that bears the name of its kind. */
    private String moduleName(String asked, String kind) {
        TargetConfig.Source standard = config.probe().modules().get("default");
        boolean fits = kind.isEmpty() || (standard != null && standard.kind().equals(kind));
        return asked.isEmpty() ? (fits ? "default" : kind) : asked;
    }

    private TargetConfig.Source module(String name) throws ProbeRefused {
        TargetConfig.Source module = config.probe().modules().get(name);
        if (module == null) {
            throw ProbeRefused.badRequest("there is no module \"" + name + "\"; there are "
                    + config.probe().modules().keySet().stream().sorted().toList());
        }
        return module;
    }

    private static Found at(TargetConfig.Source template, String host, int port, String path, String module) {
        String address = template.kind() + "://" + host + ":" + port;
        if (template instanceof TargetConfig.Postgres postgres) {
            String database = path.isEmpty() ? postgres.database() : path;
            return new Found(postgres.at(host, port, database), host + ":" + port + "/" + database, module);
        }
        if (template instanceof RedisConfig redis) {
            return new Found(redis.at(host, port), address, module);
        }
        if (template instanceof MySqlConfig mysql) {
            return new Found(mysql.at(host, port), address, module);
        }
        return new Found(((PgBouncerConfig) template).at(host, port), address, module);
    }
}
