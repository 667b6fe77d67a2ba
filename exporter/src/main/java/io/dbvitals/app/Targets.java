package io.dbvitals.app;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.host.HostTarget;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.redis.RedisTarget;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes targets from their configuration, and keeps the connections of those that a new configuration leaves as they are. */
final class Targets implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Targets.class);

    private final SelfMetrics metrics;
    private final boolean shareAPage;
    private final Map<String, Built> built = new LinkedHashMap<>();

    /** @param shareAPage whether several may stand on one page, so that their series need the label {@code target} */
    Targets(SelfMetrics metrics, boolean shareAPage) {
        this.metrics = metrics;
        this.shareAPage = shareAPage;
    }

    /**
     * What runs.
     *
     * @param held what has connections; the same object as long as they can stay
     * @param searches with connections of their own
     */
    private record Built(
            TargetConfig config,
            Labels labels,
            List<Query> queries,
            AutoCloseable held,
            Optional<VectorSearches> searches,
            Target target) {
        /** With no searches beside it. */
        private Built(TargetConfig config, Labels labels, List<Query> queries, AutoCloseable held, Target target) {
            this(config, labels, queries, held, Optional.empty(), target);
        }
    }

    /** The targets of those configurations, all of them asked. */
    synchronized Change apply(List<TargetConfig> configs, List<Query> queries) {
        return apply(configs, queries, Set.of());
    }

    /**
     * The targets of those configurations; what is no longer part of it is given back by {@link Change#retire}.
     *
     * @param resting names of those that are not to be asked; their labels would be as they were
     */
    synchronized Change apply(List<TargetConfig> configs, List<Query> queries, Set<String> resting) {
        Map<String, Long> kinds = new HashMap<>();
        configs.forEach(target -> kinds.merge(target.source().kind(), 1L, Long::sum));
        Map<String, Built> after = new LinkedHashMap<>();
        List<AutoCloseable> ended = new ArrayList<>();
        for (TargetConfig target : configs) {
            boolean several = shareAPage && kinds.getOrDefault(target.source().kind(), 0L) > 1;
            if (!resting.contains(target.name())) {
                after.put(target.name(), build(target, several, queries));
            }
        }
        built.forEach((name, old) -> {
            Built now = after.get(name);
            if (now == null || now.held() != old.held()) {
                ended.add(old.held());
            }
            if (now == null || !now.searches().equals(old.searches())) {
                old.searches().ifPresent(ended::add);
            }
        });
        built.clear();
        built.putAll(after);
        return new Change(after.values().stream().map(Built::target).toList(), () -> ended.forEach(Targets::close));
    }

    /** The new targets, and how to give back what they do not use any more, once nobody reads it. */
    record Change(List<Target> targets, Runnable retire) {}

    /** Those that are read by SQL, by the name of the target. */
    synchronized Map<String, SqlServer> servers() {
        Map<String, SqlServer> servers = new HashMap<>();
        built.forEach((name, each) -> {
            if (each.held() instanceof SqlServer server) {
                servers.put(name, server);
            }
        });
        return servers;
    }

    @Override
    public synchronized void close() {
        built.values().forEach(each -> {
            each.searches().ifPresent(Targets::close);
            close(each.held());
        });
        built.clear();
    }

    private Built build(TargetConfig config, boolean several, List<Query> queries) {
        Labels labels = labels(config, several);
        Optional<Built> old = Optional.ofNullable(built.get(config.name()))
                .filter(each -> each.config().source().equals(config.source()));
        boolean same = old.isPresent()
                && old.get().labels().equals(labels)
                && old.get().config().tags().equals(config.tags())
                && old.get().config().vector().equals(config.vector())
                && (old.get().queries().equals(queries) || !SqlTargets.isSql(config.source()));
        if (same) {
            return old.get();
        }
        if (config.source() instanceof RedisConfig redis) {
            RedisTarget target = new RedisTarget(config.name(), redis, labels);
            return new Built(config, labels, queries, target, target);
        }
        if (config.source() instanceof HostConfig host) {
            HostTarget target = new HostTarget(config.name(), host, labels);
            return new Built(config, labels, queries, target, target);
        }
        SqlServer server = old.map(each -> (SqlServer) each.held()).orElseGet(() -> SqlTargets.server(config.source()));
        Optional<VectorSearches> searches = old.filter(each -> each.labels().equals(labels))
                .filter(each -> each.config().vector().equals(config.vector()))
                .map(Built::searches)
                .orElseGet(() -> VectorSearches.of(config, labels));
        SqlTarget target = SqlTargets.target(config, server, searches, labels, queries, losses(config.name()));
        return new Built(config, labels, queries, server, searches, target);
    }

    private static void close(AutoCloseable held) {
        try {
            held.close();
        } catch (Exception e) {
            logger.warn("closing a connection failed", e);
        }
    }

    private static Labels labels(TargetConfig config, boolean several) {
        Map<String, String> labels = new TreeMap<>(config.labels());
        if (config.source() instanceof TargetConfig.Postgres postgres) {
            labels.put("server", postgres.server());
        }
        if (several) {
            labels.put("target", config.name());
        }
        return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
    }

    private LossListener losses(String target) {
        return new LossListener() {
            @Override
            public void duplicates(String collector, int samples) {
                metrics.duplicate(target, collector, samples);
            }

            @Override
            public void limited(String collector, int samples) {
                metrics.limited(target, collector, samples);
            }
        };
    }
}
