package io.dbvitals.pgbouncer;

import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Freshness;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The collectors that read a PgBouncer in Java, beside its query files; what changes seldom or costs more is read less often. */
public final class PgBouncerCollectors {
    private static final Duration OF_CONFIG = Duration.ofSeconds(60);
    private static final Duration OF_CONNECTIONS = Duration.ofSeconds(15);

    private PgBouncerCollectors() {}

    /** Names of all of them. */
    public static Set<String> names() {
        return Set.of("pgbouncer_lists", "pgbouncer_config", "pgbouncer_clients", "pgbouncer_servers");
    }

    /** In the order in which they are read; {@code labels} are borne by every series. */
    public static List<Collector> of(PgBouncerServer server, Labels labels) {
        PivotCollector lists = PivotCollector.lists(server, labels);
        return List.of(
                lists,
                cached(PivotCollector.config(server, labels), OF_CONFIG),
                cached(ConnectionsCollector.clients(server, lists, labels), OF_CONNECTIONS),
                cached(ConnectionsCollector.servers(server, lists, labels), OF_CONNECTIONS));
    }

    private static Collector cached(Collector collector, Duration ttl) {
        return new CachedCollector(collector, new Freshness(ttl, Duration.ZERO, false));
    }
}
