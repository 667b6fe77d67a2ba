package io.dbvitals.app.benchmark;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Measures the targets of a configuration, one after the other so that none disturbs the next. The host is no server. */
public final class Benchmarks {
    /** How the session calls itself on PostgreSQL. */
    private static final String APPLICATION = "dbvitals-benchmark";

    private static final int POOL = 3;

    private Benchmarks() {}

    /** Is told how far it is. */
    public interface Progress {
        void show(String what, int done, int all);
    }

    /** {@code names} are globs of targets; empty for all. */
    public static List<Measured> run(Config config, List<String> names, Plan plan, Progress progress)
            throws InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (TargetConfig target : config.targets()) {
            if (names.isEmpty() || Globs.any(names, target.name())) {
                Optional<Measured> measured = one(target, plan, progress);
                measured.ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Measured> one(TargetConfig target, Plan plan, Progress progress)
            throws InterruptedException {
        Optional<Subject> subject = Optional.empty();
        Optional<TargetBenchmark.PoolOf> pool = Optional.empty();
        if (target.source() instanceof TargetConfig.Postgres postgres) {
            subject = Optional.of(postgres(postgres, plan, 1));
            pool = Optional.of(new Opener(
                    Math.min(POOL, postgres.maxConnections()), connections -> postgres(postgres, plan, connections)));
        } else if (target.source() instanceof MySqlConfig mysql) {
            subject = Optional.of(SqlSubject.mysql(new MySqlServer(mysql), plan.queries()));
            // As many as the target may have: its configuration is the pool's bound.
            pool = Optional.of(new Opener(
                    mysql.maxConnections(), connections -> SqlSubject.mysql(new MySqlServer(mysql), plan.queries())));
        } else if (target.source() instanceof PgBouncerConfig pgbouncer) {
            subject = Optional.of(SqlSubject.pgbouncer(new PgBouncerServer(pgbouncer)));
        } else if (target.source() instanceof RedisConfig redis) {
            subject = Optional.of(new RedisSubject(redis));
        }
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        try (Subject asked = subject.get()) {
            TargetBenchmark benchmark = new TargetBenchmark(
                    asked,
                    plan,
                    Deadline.after(plan.timeout()),
                    (what, done, all) -> progress.show(target.name() + ": " + what, done, all));
            return Optional.of(benchmark.run(target.name(), target.source().kind(), pool));
        }
    }

    private static Subject postgres(TargetConfig.Postgres postgres, Plan plan, int connections) {
        return SqlSubject.postgres(new PostgresServer(postgres.apart(connections, APPLICATION)), plan.queries());
    }

    private record Opener(int connections, IntFunction<Subject> opening) implements TargetBenchmark.PoolOf {
        @Override
        public Subject open() {
            return opening.apply(connections);
        }
    }
}
