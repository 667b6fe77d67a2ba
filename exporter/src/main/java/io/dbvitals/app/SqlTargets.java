package io.dbvitals.app;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.mysql.MySqlCollectors;
import io.dbvitals.mysql.MySqlStatus;
import io.dbvitals.pgbouncer.PgBouncerCollectors;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.pgbouncer.PgBouncerStatus;
import io.dbvitals.postgres.PostgresStatus;
import io.dbvitals.postgres.SettingsCollector;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.scrape.Collector;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.vector.names.RuVectorNames;
import io.dbvitals.vector.statements.StatementCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts together what reads a server by SQL: its connections, its queries and what only code can read. */
final class SqlTargets {
    private SqlTargets() {}

    /** Whether it is read by SQL. */
    static boolean isSql(TargetConfig.Source source) {
        return !(source instanceof RedisConfig) && !(source instanceof HostConfig);
    }

    /** Opens no connection yet. */
    static SqlServer server(TargetConfig.Source source) {
        if (source instanceof MySqlConfig mysql) {
            return new MySqlServer(mysql);
        }
        if (source instanceof PgBouncerConfig pgbouncer) {
            return new PgBouncerServer(pgbouncer);
        }
        return new PostgresServer((TargetConfig.Postgres) source);
    }

    /**
     * What is read at a scrape.
     *
     * @param server as {@link #server} made it for that source
     * @param searches that go on behind the scrapes
     */
    static SqlTarget target(
            TargetConfig config,
            SqlServer server,
            Optional<VectorSearches> searches,
            Labels labels,
            List<Query> queries,
            LossListener losses) {
        UnaryOperator<Collector> around =
                config.vector().ruvectorNames() ? RuVectorNames::beside : UnaryOperator.identity();
        List<Collector> extra = new ArrayList<>();
        LastFacts facts = new LastFacts();
        extra.addAll(extra(config.source(), server, labels, facts));
        searches.ifPresent(each -> extra.add(around.apply(each.probe())));
        SqlTarget target = new SqlTarget(
                new SqlTarget.Settings(
                        config.name(),
                        config.source().kind(),
                        labels,
                        config.tags(),
                        config.source() instanceof TargetConfig.Postgres postgres
                                ? postgres.databases()
                                : TargetConfig.Databases.ONE,
                        queries,
                        extra,
                        around,
                        status(config, server, labels),
                        losses),
                server);
        facts.of = target::facts;
        return target;
    }

    private static List<Collector> extra(
            TargetConfig.Source source, SqlServer server, Labels labels, Supplier<Optional<ServerFacts>> facts) {
        if (source instanceof MySqlConfig mysql) {
            return MySqlCollectors.of(server, facts, labels, mysql.heartbeat());
        }
        if (source instanceof PgBouncerConfig) {
            return PgBouncerCollectors.of((PgBouncerServer) server, labels);
        }
        TargetConfig.Databases selection = ((TargetConfig.Postgres) source).databases();
        Supplier<List<String>> databases = () -> facts.get()
                .map(known -> selection.of(known.databases(), server.mainDatabase()))
                .orElse(List.of());
        return List.of(new SettingsCollector(server, labels), StatementCollector.of(server, databases, labels));
    }

    private static SqlTarget.StatusFamilies status(TargetConfig config, SqlServer server, Labels labels) {
        if (config.source() instanceof MySqlConfig) {
            return new MySqlStatus(server, labels, config.name())::families;
        }
        if (config.source() instanceof PgBouncerConfig) {
            return new PgBouncerStatus((PgBouncerServer) server, labels, config.name())::families;
        }
        return new PostgresStatus(server, labels, config.name())::families;
    }

    /** What a target knows of its server, for collectors that are made before it. */
    private static final class LastFacts implements Supplier<Optional<ServerFacts>> {
        private volatile Supplier<Optional<ServerFacts>> of = Optional::empty;

        @Override
        public Optional<ServerFacts> get() {
            return of.get();
        }
    }
}
