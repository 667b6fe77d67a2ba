package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.pool.Advice;
import io.dbvitals.pool.PoolAdvice;
import io.dbvitals.pool.PoolUse;
import io.dbvitals.pool.backend.PostgresBackends;
import io.dbvitals.pool.pgbouncer.PgBouncerPools;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at one PgBouncer, and behind a pool whose clients wait at its PostgreSQL, where that is a target too. */
final class PoolerLook {
    private static final Set<String> HERE = Set.of("", "localhost", "127.0.0.1", "::1");

    private final String target;
    private final PgBouncerConfig config;
    private final List<TargetConfig> targets;
    private final Deadline deadline = Deadline.after(Pools.PATIENCE);

    PoolerLook(String target, PgBouncerConfig config, List<TargetConfig> targets) {
        this.target = target;
        this.config = config;
        this.targets = targets;
    }

    PoolerReport report() throws InterruptedException {
        try (SqlServer server = new PgBouncerServer(config)) {
            return report(server);
        }
    }

    /** Over connections that somebody else closes. */
    PoolerReport report(SqlServer server) throws InterruptedException {
        try {
            PgBouncerPools pooler = new PgBouncerPools(server);
            PgBouncerPools.Pools pools = pooler.read(deadline);
            List<PoolReport> reports = new ArrayList<>();
            for (PoolUse pool : pools.pools()) {
                reports.add(new PoolReport(pool, advice(pooler, pool)));
            }
            return new PoolerReport(
                    target, config.address(), "", Level.OK, pools.clients(), pools.maxClients(), reports);
        } catch (CollectException e) {
            return PoolerReport.unread(target, config.address(), String.valueOf(e.getMessage()), Level.of(e));
        }
    }

    private Advice advice(PgBouncerPools pooler, PoolUse pool) throws InterruptedException {
        if (!PoolAdvice.wantsBackends(pool)) {
            return PoolAdvice.of(pool);
        }
        Optional<TargetConfig.Postgres> behind = behind(pool.place());
        if (behind.isEmpty()) {
            return PoolAdvice.of(
                    pool,
                    "no PostgreSQL target is configured for " + pool.place().address());
        }
        try (SqlServer server = new PostgresServer(behind.get().apart(1, Pools.APPLICATION))) {
            List<Integer> pids = pooler.pids(pool, deadline);
            return PoolAdvice.of(pool, PostgresBackends.read(server, pids, deadline));
        } catch (CollectException e) {
            return PoolAdvice.of(pool, String.valueOf(e.getMessage()));
        }
    }

    /** What the pooler calls its own machine is here the pooler's address; a place may name several hosts. */
    private Optional<TargetConfig.Postgres> behind(PoolUse.Place place) {
        List<String> hosts = Stream.of(place.host().split(",", -1))
                .map(host -> HERE.contains(host) || host.startsWith("/") ? config.host() : host)
                .toList();
        return targets.stream()
                .map(TargetConfig::source)
                .filter(TargetConfig.Postgres.class::isInstance)
                .map(TargetConfig.Postgres.class::cast)
                .filter(each -> each.port() == place.port() && hosts.stream().anyMatch(host -> same(each.host(), host)))
                .findFirst();
    }

    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other) || (HERE.contains(one) && HERE.contains(other));
    }
}
