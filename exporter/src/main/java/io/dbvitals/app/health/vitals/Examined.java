package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.config.Config;
import io.dbvitals.config.HostConfig;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.host.HostTarget;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.redis.wire.Connector;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Optional;

/**
 * A target whose vitals are read.
 *
 * @param server that more may be asked of; empty where it is not read by SQL
 */
public record Examined(TargetConfig target, Vitals vitals, Optional<SqlServer> server) implements AutoCloseable {
    private static final String APPLICATION = "dbvitals-health";

    /** Over a connection of its own; it is opened by the first reading. */
    public static Examined apart(Config config, TargetConfig target) {
        TargetConfig.Source source = target.source();
        if (source instanceof RedisConfig || source instanceof HostConfig) {
            return other(config, target);
        }
        SqlServer server = server(source);
        return sql(config, target, server, true, server::close);
    }

    /** Over the connections that the scrapes use too, with one statement less: its response time is that of the first. */
    public static Examined over(SqlServer server, Config config, TargetConfig target) {
        return sql(config, target, server, false, () -> {});
    }

    /** Of what is not read by SQL; over a connection of its own, which stays open. */
    public static Examined other(Config config, TargetConfig target) {
        Limits limits = Limits.of(config, target);
        if (target.source() instanceof RedisConfig redis) {
            Connector connector = new Connector(redis, new AuthenticationPause(System::nanoTime));
            return new Examined(target, new RedisVitals(connector, redis.address(), limits), Optional.empty());
        }
        HostTarget host = new HostTarget(target.name(), (HostConfig) target.source(), Labels.EMPTY);
        return new Examined(target, new HostVitals(host, limits), Optional.empty());
    }

    private static Examined sql(Config config, TargetConfig target, SqlServer server, boolean pings, Runnable closing) {
        Limits limits = Limits.of(config, target);
        SqlVitals.Dialect dialect = target.source() instanceof MySqlConfig
                ? MySqlVitals.dialect()
                : target.source() instanceof PgBouncerConfig ? PgBouncerVitals.dialect() : PostgresVitals.dialect();
        Optional<ReplicationVital> replication =
                target.source() instanceof PgBouncerConfig ? Optional.empty() : Optional.of(new ReplicationVital());
        return new Examined(
                target, new SqlVitals(server, dialect, limits, replication, pings, closing), Optional.of(server));
    }

    private static SqlServer server(TargetConfig.Source source) {
        if (source instanceof MySqlConfig mysql) {
            return new MySqlServer(mysql);
        }
        if (source instanceof PgBouncerConfig pgbouncer) {
            return new PgBouncerServer(pgbouncer);
        }
        return new PostgresServer(((TargetConfig.Postgres) source).apart(1, APPLICATION));
    }

    @Override
    public void close() {
        vitals.close();
    }
}
