package io.dbvitals.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.Config;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.Written;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over the one connection that scrapes use, too. */
class HealthRoundsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void connectionThatIsInUse_saysNothingOfTheServer_unlessItStaysSo() throws Exception {
        try (TestServer postgres = TestServer.start(17);
                HealthRounds rounds = new HealthRounds()) {
            String yaml = "health: {interval: 1s}\ntargets:\n" + postgres.target("primary", "postgres", "");
            Config config = Written.config(folder, yaml).load();
            try (SqlServer server = new PostgresServer(Written.postgres(config).apart(1, "test"))) {
                rounds.use(config, Map.of("primary", server));
                await().atMost(PATIENCE).until(() -> score(rounds).orElse(0) > 50);
                double before = read(rounds);
                CompletableFuture<Void> longRead = CompletableFuture.runAsync(() -> sleep(server, 30));
                await().atMost(PATIENCE).until(() -> server.openConnections() == 1 && !longRead.isDone());
                await("the second round that waits in vain")
                        .atMost(PATIENCE)
                        .until(() -> score(rounds).orElse(100) == 0);
                assertThat(read(rounds) - before)
                        .as("seconds, of which each round waited five; the first of them was forgiven")
                        .isGreaterThan(10);
            }
        }
    }

    private static void sleep(SqlServer server, int seconds) {
        try {
            server.read(
                    new SqlServer.Statement(
                            "sleep",
                            "postgres",
                            "SELECT pg_catalog.pg_sleep(" + seconds + ")",
                            Duration.ofSeconds(seconds + 10L),
                            0),
                    Deadline.after(PATIENCE),
                    rows -> rows.next());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static OptionalDouble score(HealthRounds rounds) {
        return value(rounds, "dbvitals_health_score");
    }

    private static double read(HealthRounds rounds) {
        return value(rounds, "dbvitals_health_last_read_timestamp_seconds").orElseThrow();
    }

    private static OptionalDouble value(HealthRounds rounds, String name) {
        return rounds.snapshot().stream()
                .filter(family -> family.getMetadata().getName().equals(name))
                .flatMap(family -> ((GaugeSnapshot) family).getDataPoints().stream())
                .mapToDouble(GaugeDataPointSnapshot::getValue)
                .findFirst();
    }
}
