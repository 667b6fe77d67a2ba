package io.dbvitals.app.validate;

import io.dbvitals.app.validate.check.Asked;
import io.dbvitals.app.validate.check.Check;
import io.dbvitals.app.validate.check.ConnectionsCheck;
import io.dbvitals.app.validate.check.ExtensionCheck;
import io.dbvitals.app.validate.check.MigrationCheck;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.app.validate.check.ReplicationCheck;
import io.dbvitals.app.validate.check.Requirements;
import io.dbvitals.app.validate.check.ResponseCheck;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.migration.Found;
import io.dbvitals.migration.MigrationTables;
import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.redis.RedisTarget;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;

/** The checks of one target, over connections of their own: nothing that an earlier try met is remembered. */
final class TargetChecks {
    private static final String REACHABLE = "reachable";
    private static final String APPLICATION = "dbvitals-validate";

    private final TargetConfig target;
    private final Requirements requirements;
    private final Pause pause;
    private final List<Check> checks = new ArrayList<>();
    private final List<MigrationState> migrations = new ArrayList<>();

    TargetChecks(TargetConfig target, Requirements requirements, Pause pause) {
        this.target = target;
        this.requirements = requirements;
        this.pause = pause;
    }

    Validated run(Deadline deadline) throws InterruptedException {
        try {
            if (target.source() instanceof TargetConfig.Postgres postgres) {
                TargetConfig.Postgres apart = postgres.apart(1, APPLICATION);
                try (SqlServer server = new PostgresServer(apart)) {
                    database(server, deadline);
                }
            } else if (target.source() instanceof MySqlConfig mysql) {
                try (SqlServer server = new MySqlServer(mysql)) {
                    database(server, deadline);
                }
            } else {
                other(deadline);
            }
        } catch (CollectException e) {
            checks.add(0, new Check(REACHABLE, Result.FAILED, String.valueOf(e.getMessage()), ""));
        }
        return new Validated(target.name(), target.source().kind(), checks, migrations);
    }

    private void other(Deadline deadline) throws CollectException, InterruptedException {
        if (target.source() instanceof RedisConfig redis) {
            try (RedisTarget server = new RedisTarget(target.name(), redis, Labels.EMPTY)) {
                server.prepare(deadline);
            }
        } else if (target.source() instanceof PgBouncerConfig pgbouncer) {
            try (SqlServer server = new PgBouncerServer(pgbouncer)) {
                server.facts(deadline);
            }
        }
        checks.add(Check.passed(REACHABLE, "it answers"));
        if (!requirements.usual()) {
            checks.add(new Check(
                    "requirements",
                    Result.UNKNOWN,
                    "what is required can be asked of databases only",
                    "name the targets that are databases, by --target"));
        }
    }

    private void database(SqlServer server, Deadline deadline) throws CollectException, InterruptedException {
        ServerFacts facts = server.facts(deadline);
        checks.add(Check.passed(REACHABLE, "version " + facts.version() + (facts.replica() ? ", a replica" : "")));
        Asked asked = new Asked(server, facts, deadline);
        if (requirements.usual() || !requirements.versions().isEmpty()) {
            migrations(asked);
        }
        if (requirements.maxResponse().isPresent()) {
            checks.add(ResponseCheck.of(asked, requirements.maxResponse().get()));
        }
        if (!requirements.extensions().isEmpty()) {
            checks.addAll(ExtensionCheck.of(asked, requirements.extensions()));
        }
        if (requirements.usual() || requirements.freeConnections().isPresent()) {
            checks.add(ConnectionsCheck.of(asked, requirements.freeConnections()));
        }
        if (requirements.replication()) {
            checks.add(ReplicationCheck.of(asked, requirements.maxLag(), pause));
        }
    }

    private void migrations(Asked asked) throws InterruptedException {
        String main = asked.server().mainDatabase();
        List<String> databases = target.source() instanceof TargetConfig.Postgres postgres
                ? postgres.databases().of(asked.facts().databases(), main)
                : List.of(main);
        try {
            Found found = new MigrationTables(asked.server(), asked.facts().engine())
                    .read(databases, place -> MigrationCheck.counts(place, requirements.schemas()), asked.deadline());
            migrations.addAll(found.states());
            checks.addAll(MigrationCheck.of(found, requirements.versions()));
        } catch (CollectException e) {
            checks.add(Check.unknown("migrations", e));
        }
    }
}
