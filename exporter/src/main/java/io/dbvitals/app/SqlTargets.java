package io.dbvitals.app;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.postgres.PostgresStatus;
import io.dbvitals.postgres.SettingsCollector;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.sql.PostgresServer;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** Puts together what reads a server by SQL: its connections, its queries and what only code can read. */
final class SqlTargets {
    private SqlTargets() {}

    /** Whether it is read by SQL. */
    static boolean isSql(TargetConfig.Source source) {
        return !(source instanceof RedisConfig) && !(source instanceof HostConfig);
    }

    /** Opens no connection yet. */
    static SqlServer server(TargetConfig.Source source) {
        return new PostgresServer((TargetConfig.Postgres) source);
    }

    static SqlTarget target(
            TargetConfig config, SqlServer server, Labels labels, List<Query> queries, LossListener losses) {
        if (config.source() instanceof TargetConfig.Postgres postgres) {
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
                            losses),
                    server);
        }
        throw new IllegalArgumentException(config.source().kind());
    }
}
