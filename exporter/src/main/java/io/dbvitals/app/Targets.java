package io.dbvitals.app;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.postgres.PostgresStatus;
import io.dbvitals.postgres.SettingsCollector;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes targets from their configuration, and keeps the connections of those that a new configuration leaves as they are. */
final class Targets implements AutoCloseable {
    private final SelfMetrics metrics;
    private final boolean shareAPage;
    private final Map<String, Built> built = new LinkedHashMap<>();

    /** @param shareAPage whether several may stand on one page, so that their series need the label {@code target} */
    Targets(SelfMetrics metrics, boolean shareAPage) {
        this.metrics = metrics;
        this.shareAPage = shareAPage;
    }

    private record Built(TargetConfig config, Labels labels, List<Query> queries, SqlServer server, SqlTarget target) {}

    /** The targets of those configurations; what is no longer part of it is given back by {@link Change#retire}. */
    synchronized Change apply(List<TargetConfig> configs, List<Query> queries) {
        Map<String, Long> kinds = new HashMap<>();
        configs.forEach(target -> kinds.merge(target.source().kind(), 1L, Long::sum));
        Map<String, Built> after = new LinkedHashMap<>();
        List<SqlServer> ended = new ArrayList<>();
        for (TargetConfig target : configs) {
            boolean several = shareAPage && kinds.getOrDefault(target.source().kind(), 0L) > 1;
            after.put(target.name(), build(target, several, queries));
        }
        built.forEach((name, old) -> {
            Built now = after.get(name);
            if (now == null || now.server() != old.server()) {
                ended.add(old.server());
            }
        });
        built.clear();
        built.putAll(after);
        return new Change(
                after.values().stream().map(each -> (Target) each.target()).toList(),
                () -> ended.forEach(SqlServer::close));
    }

    /** The new targets, and how to give back what they do not use any more, once nobody reads it. */
    record Change(List<Target> targets, Runnable retire) {}

    @Override
    public synchronized void close() {
        built.values().forEach(each -> each.server().close());
        built.clear();
    }

    private Built build(TargetConfig config, boolean several, List<Query> queries) {
        Labels labels = labels(config, several);
        TargetConfig.Postgres postgres = (TargetConfig.Postgres) config.source();
        Built old = built.get(config.name());
        if (old == null || !old.config().source().equals(config.source())) {
            SqlServer server = new PostgresServer(postgres);
            return new Built(config, labels, queries, server, postgres(config, postgres, server, labels, queries));
        }
        boolean same = old.labels().equals(labels)
                && old.config().tags().equals(config.tags())
                && old.queries().equals(queries);
        SqlServer server = old.server();
        return same
                ? old
                : new Built(config, labels, queries, server, postgres(config, postgres, server, labels, queries));
    }

    private SqlTarget postgres(
            TargetConfig config, TargetConfig.Postgres postgres, SqlServer server, Labels labels, List<Query> queries) {
        return new SqlTarget(
                new SqlTarget.Settings(
                        config.name(),
                        postgres.kind(),
                        labels,
                        config.tags(),
                        postgres.databases(),
                        queries,
                        List.of(new SettingsCollector(server, labels)),
                        new PostgresStatus(server, labels, config.name())::families,
                        losses(config.name())),
                server);
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
