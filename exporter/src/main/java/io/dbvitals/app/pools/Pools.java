package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;
import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.pool.backend.OwnConnections;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at the pools of all PgBouncers of a configuration, and at the program's own to its databases; all at the same time. */
public final class Pools {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final String APPLICATION = "dbvitals-pools";

    private static final String MONITOR = "dbvitals";

    private Pools() {}

    private record Seen(Optional<PoolerReport> pooler, Optional<OwnReport> own) {}

    /**
     * Only reads.
     *
     * @param names globs of targets; empty for all. The PostgreSQL behind a pool is looked at whether it is among them or not
     */
    public static PoolsReport of(Config config, List<String> names) throws InterruptedException {
        List<TargetConfig> selected = config.targets().stream()
                .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                .toList();
        List<Seen> all = AtOnce.each(selected, target -> look(target, config.targets()));
        return new PoolsReport(
                all.stream().flatMap(seen -> seen.pooler().stream()).toList(),
                all.stream().flatMap(seen -> seen.own().stream()).toList());
    }

    /**
     * One target, over connections that are open already, of which our own are counted.
     *
     * @param all targets, among which is the PostgreSQL behind a pool
     */
    public static PoolsReport over(SqlServer server, TargetConfig target, List<TargetConfig> all)
            throws InterruptedException {
        if (target.source() instanceof PgBouncerConfig pooler) {
            return new PoolsReport(List.of(new PoolerLook(target.name(), pooler, all).report(server)), List.of());
        }
        Seen seen = target.source() instanceof TargetConfig.Postgres each
                ? own(target, server, each.maxConnections(), Engine.POSTGRES, application(each))
                : own(target, server, server.maxConnections(), Engine.MYSQL, MONITOR);
        return new PoolsReport(
                List.of(), seen.own().map(OwnReport::withOurs).stream().toList());
    }

    private static Seen look(TargetConfig target, List<TargetConfig> all) throws InterruptedException {
        if (target.source() instanceof PgBouncerConfig pooler) {
            return new Seen(Optional.of(new PoolerLook(target.name(), pooler, all).report()), Optional.empty());
        }
        if (target.source() instanceof TargetConfig.Postgres postgres) {
            try (SqlServer server = new PostgresServer(postgres.apart(1, APPLICATION))) {
                return own(target, server, postgres.maxConnections(), Engine.POSTGRES, application(postgres));
            }
        }
        if (target.source() instanceof MySqlConfig mysql) {
            try (SqlServer server = new MySqlServer(mysql)) {
                return own(target, server, mysql.maxConnections(), Engine.MYSQL, MONITOR);
            }
        }
        return new Seen(Optional.empty(), Optional.empty());
    }

    private static String application(TargetConfig.Postgres postgres) {
        return postgres.parameters().getOrDefault("application_name", MONITOR);
    }

    private static Seen own(TargetConfig target, SqlServer server, int size, Engine engine, String application)
            throws InterruptedException {
        OwnConnections.Count count = new OwnConnections.Count(0, 0);
        String trouble = "";
        Level failed = Level.OK;
        try {
            count = OwnConnections.read(server, engine, application, Deadline.after(PATIENCE));
        } catch (CollectException e) {
            trouble = String.valueOf(e.getMessage());
            failed = Level.of(e);
        }
        return new Seen(
                Optional.empty(),
                Optional.of(new OwnReport(
                        target.name(),
                        target.source().kind(),
                        server.address(),
                        size,
                        count.open(),
                        count.busy(),
                        trouble,
                        failed)));
    }
}
