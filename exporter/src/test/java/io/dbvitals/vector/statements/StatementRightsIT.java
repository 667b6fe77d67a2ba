package io.dbvitals.vector.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is there without pg_stat_statements, without the right to it, and in databases that are closed. */
class StatementRightsIT {
    private static final String[] TABLE = {
        "CREATE TABLE items (id int, embedding vector(3))",
        "CREATE INDEX ON items USING hnsw (embedding vector_cosine_ops)",
        "SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3"
    };

    @Test
    void withoutPgReadAllStats_itIsDeniedWithTheRemedy_untilGranted() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            server.execute(TABLE);
            server.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
            try (Stand stand = new Stand(server, as(server, "plain"), "postgres")) {
                assertFails(stand::page, Reason.DENIED, "GRANT pg_monitor (or pg_read_all_stats)");
                server.execute("GRANT pg_read_all_stats TO plain");
                assertThat(stand.calls("items", "<=>")).isEqualTo(1);
            }
        }
    }

    @Test
    void withoutTheExtension_thereIsNothing_andItMayBeInAnyDatabase() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            server.execute(TABLE);
            server.execute("DROP EXTENSION pg_stat_statements", "CREATE DATABASE other");
            try (Stand stand = new Stand(server, "postgres", "other")) {
                assertThat(stand.page()).isEmpty();
                server.executeIn(
                        "other",
                        "CREATE SCHEMA \"Odd\"",
                        "GRANT USAGE ON SCHEMA \"Odd\" TO dbvitals",
                        "CREATE EXTENSION pg_stat_statements SCHEMA \"Odd\"");
                assertThat(stand.page())
                        .as("looked for again some minutes later")
                        .isEmpty();
                stand.later();
                assertThat(stand.calls("items", "<=>")).isEqualTo(1);
                server.executeIn("other", "ALTER EXTENSION pg_stat_statements SET SCHEMA public");
                assertFails(stand::page, Reason.UNSUPPORTED, "Odd.pg_stat_statements");
                assertThat(stand.calls("items", "<=>")).as("found anew").isEqualTo(1);
            }
        }
    }

    @Test
    void libraryNotLoaded_isUnsupportedWithTheRemedy() throws Exception {
        try (TestServer server = TestServer.startWithVector(Map.of("shared_preload_libraries", ""))) {
            server.execute(TABLE);
            try (Stand stand = new Stand(server, "postgres")) {
                assertFails(
                        stand::page, Reason.UNSUPPORTED, "add it to shared_preload_libraries and restart the server");
            }
        }
    }

    @Test
    void databaseThatIsClosed_takesNothingFromTheOthers() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            server.execute(TABLE);
            server.execute("CREATE DATABASE closed", "REVOKE CONNECT ON DATABASE closed FROM public");
            try (Stand stand = new Stand(server, "closed", "postgres")) {
                assertThat(stand.calls("items", "<=>")).isEqualTo(1);
            }
        }
    }

    @Test
    void serverThatIsDown_isUnreachable() throws Exception {
        TestServer server = TestServer.startWithVector();
        try (Stand stand = new Stand(server, "postgres")) {
            server.execute(TABLE);
            assertThat(stand.calls("items", "<=>")).isEqualTo(1);
            server.stop();
            assertFails(stand::page, Reason.UNREACHABLE, "127.0.0.1:" + server.port());
        } finally {
            server.close();
        }
    }

    private static void assertFails(ThrowingCallable reading, Reason reason, String message) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private static TargetConfig.Postgres as(TestServer server, String user) {
        return new TargetConfig.Postgres(
                "127.0.0.1",
                server.port(),
                "postgres",
                user,
                new Secret.Literal(user),
                Map.of(),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                "pg_catalog, public",
                TargetConfig.Databases.ONE);
    }
}
