package io.dbvitals.app.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.validate.check.Check;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.app.validate.check.Requirements;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks that have a meaning for MariaDB. */
class ValidateMySqlIT {
    private static TestMySql server;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb("--log-bin", "--max-connections=40");
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.schema_migrations (version bigint not null primary key, dirty boolean not null)",
                "INSERT INTO shop.schema_migrations VALUES (12, 0)",
                "GRANT SELECT ON shop.* TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void usualChecks_pass_untilAMigrationIsDirty() throws Exception {
        Validated seen = run(server, requirements(List.of(), Optional.empty(), Optional.empty(), false));
        assertThat(seen.result()).isEqualTo(Result.PASSED);
        assertThat(seen.checks()).extracting(Check::name).containsExactly("reachable", "migrations", "connections");
        server.execute("UPDATE shop.schema_migrations SET dirty = 1");
        try {
            assertThat(run(server, requirements(List.of(), Optional.empty(), Optional.empty(), false))
                            .result())
                    .isEqualTo(Result.FAILED);
        } finally {
            server.execute("UPDATE shop.schema_migrations SET dirty = 0");
        }
    }

    @Test
    void requirements_passAndFail() throws Exception {
        Validated seen =
                run(server, requirements(List.of("12"), Optional.of(Duration.ofSeconds(30)), Optional.of(20), false));
        assertThat(seen.checks())
                .extracting(Check::result)
                .containsOnly(Result.PASSED)
                .hasSize(4);
        seen = run(server, requirements(List.of("13"), Optional.of(Duration.ofNanos(1)), Optional.of(41), false));
        assertThat(seen.checks())
                .extracting(Check::result)
                .containsExactly(Result.PASSED, Result.FAILED, Result.FAILED, Result.FAILED);
    }

    @Test
    void extensions_areUnknownHere() throws Exception {
        Requirements wanted = new Requirements(
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(new Requirements.Extension("vector", "")),
                Optional.empty(),
                false,
                Duration.ofSeconds(10));
        assertThat(run(server, wanted).checks().get(1).reason()).isEqualTo("only PostgreSQL has extensions");
        assertThat(run(server, wanted).result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void replication_ofASourceAndItsReplica() throws Exception {
        Requirements wanted = requirements(List.of(), Optional.empty(), Optional.empty(), true);
        assertThat(run(server, wanted).checks().get(1)).satisfies(check -> {
            assertThat(check.result()).isEqualTo(Result.UNKNOWN);
            assertThat(check.remedy()).isEqualTo("make the replicas targets, and check those");
        });
        try (TestMySql replica = TestMySql.mariaDb()) {
            replica.follow(server);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> run(replica, wanted).result() == Result.PASSED);
            replica.execute("STOP SLAVE SQL_THREAD");
            assertThat(run(replica, wanted).checks().get(1)).satisfies(check -> {
                assertThat(check.result()).isEqualTo(Result.FAILED);
                assertThat(check.reason()).isEqualTo("replication does not run: I/O Yes, SQL No");
            });
        }
    }

    @Test
    void serverThatIsDown_isNotReachable() throws Exception {
        try (TestMySql gone = TestMySql.mariaDb()) {
            gone.stop();
            Validated seen = run(gone, requirements(List.of("1"), Optional.empty(), Optional.empty(), false));
            assertThat(seen.checks()).singleElement().satisfies(check -> {
                assertThat(check.name()).isEqualTo("reachable");
                assertThat(check.result()).isEqualTo(Result.FAILED);
            });
        }
    }

    private static Requirements requirements(
            List<String> versions, Optional<Duration> response, Optional<Integer> free, boolean replication) {
        return new Requirements(versions, List.of(), response, List.of(), free, replication, Duration.ofSeconds(10));
    }

    private static Validated run(TestMySql on, Requirements requirements) throws InterruptedException {
        TargetConfig target = new TargetConfig("shop", on.config(), Map.of(), List.of(), new Position("test", 1, 1));
        return new TargetChecks(target, requirements, new Pause()).run(Deadline.after(Duration.ofSeconds(20)));
    }
}
