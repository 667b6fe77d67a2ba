package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.redis.RedisTarget;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads a service of one target, over connections of its own. */
final class TargetReading {
    /** How the session calls itself on PostgreSQL. */
    private static final String APPLICATION = "dbvitals-check";

    private final TargetConfig target;
    private final Service service;
    private final String query;
    private final Deadline deadline;

    TargetReading(TargetConfig target, Service service, String query, Deadline deadline) {
        this.target = target;
        this.service = service;
        this.query = query;
        this.deadline = deadline;
    }

    Answer run() throws InterruptedException {
        if (target.source() instanceof RedisConfig redis) {
            return redis(redis);
        }
        try (SqlServer server = server()) {
            return read(server);
        } catch (ConfigException e) {
            return failed(Failure.unknown(String.valueOf(e.getMessage())));
        }
    }

    /** A secret that cannot be read is no fault of the target. */
    private SqlServer server() throws ConfigException {
        if (target.source() instanceof MySqlConfig mysql) {
            require(mysql.password());
            return new MySqlServer(mysql);
        }
        if (target.source() instanceof PgBouncerConfig pgbouncer) {
            require(pgbouncer.password());
            return new PgBouncerServer(pgbouncer);
        }
        TargetConfig.Postgres postgres = (TargetConfig.Postgres) target.source();
        require(postgres.password());
        return new PostgresServer(postgres.apart(1, APPLICATION));
    }

    private static void require(Secret password) throws ConfigException {
        password.read();
    }

    private Answer redis(RedisConfig config) throws InterruptedException {
        long began = System.nanoTime();
        try (RedisTarget server = new RedisTarget(target.name(), config, Labels.EMPTY)) {
            server.prepare(deadline);
            return answered(seconds("time", began));
        } catch (CollectException e) {
            return failed(Failure.connecting(e));
        }
    }

    private Answer read(SqlServer server) throws InterruptedException {
        long began = System.nanoTime();
        ServerFacts facts;
        try {
            facts = server.facts(deadline);
        } catch (CollectException e) {
            return failed(Failure.connecting(e));
        }
        Measure connecting = seconds("time", began);
        try {
            if (service.source() instanceof Source.Fact fact) {
                return answered(fact(fact, connecting, server, facts));
            }
            if (service.source() instanceof Source.Sql sql) {
                Reading reading = new Reading(server, facts, deadline);
                TargetConfig.Postgres postgres = (TargetConfig.Postgres) target.source();
                reading.run(service, sql, postgres.databases().of(facts.databases(), server.mainDatabase()));
                return new Answer(target.name(), target.source().kind(), reading.measures(), reading.failures());
            }
            return new Answer(
                    target.name(), target.source().kind(), new PoolerReading(server, deadline).run(service), List.of());
        } catch (CollectException e) {
            return failed(Failure.reading(e));
        }
    }

    private Measure fact(Source.Fact fact, Measure connecting, SqlServer server, ServerFacts facts)
            throws CollectException, InterruptedException {
        return switch (fact) {
            case CONNECTION -> connecting;
            case RUNTIME -> {
                long began = System.nanoTime();
                Duration left = deadline.remaining();
                server.read(
                        new SqlServer.Statement("query", server.mainDatabase(), query, left, 1),
                        deadline,
                        rows -> rows.next());
                yield seconds("runtime", began);
            }
            case UPTIME ->
                Measure.of(
                        "uptime",
                        Duration.between(facts.startedAt(), Instant.now()).toMillis() / 1e3,
                        Quantity.SECONDS);
            case PRIMARY -> Measure.of("is_master", facts.replica() ? 0 : 1, Quantity.NUMBER);
            case REPLICA -> Measure.of("is_hot_standby", facts.replica() ? 1 : 0, Quantity.NUMBER);
        };
    }

    private static Measure seconds(String label, long began) {
        return Measure.of(label, (System.nanoTime() - began) / 1e9, Quantity.SECONDS);
    }

    private Answer answered(Measure measure) {
        return new Answer(target.name(), target.source().kind(), List.of(measure), List.of());
    }

    private Answer failed(Failure failure) {
        return new Answer(target.name(), target.source().kind(), List.of(), List.of(failure));
    }
}
