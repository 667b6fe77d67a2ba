package io.dbvitals.guard.emergency;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.sql.postgres.PostgresControl;
import io.dbvitals.testing.StandingStill;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A process with an emergency that stands still after its first session, to be killed there: port, database, audit file. */
public final class DyingGuard {
    private DyingGuard() {}

    public static void main(String[] arguments) throws Exception {
        Path audit = Path.of(arguments[2]);
        TargetConfig.Postgres config = new TargetConfig.Postgres(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                arguments[1],
                "dbvitals",
                new Secret.Literal(TestServer.PASSWORD),
                Map.of("application_name", PostgresSessions.APPLICATION),
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                "pg_catalog",
                TargetConfig.Databases.ONE);
        try (PostgresSessions guard = PostgresSessions.of(config, PostgresControl.opener(config))) {
            new Emergency(
                            new Protection(GuardConfig.OFF.protect()),
                            new AuditLog(audit, Clock.systemUTC()),
                            Fences.file(audit),
                            Duration.ofSeconds(60))
                    .run(Stand.fenced(guard.doors()), guard, new StandingStill());
        }
    }
}
