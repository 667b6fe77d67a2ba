package io.dbvitals.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Progress;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of all six tools in a real PostgreSQL; Flyway and Liquibase write their own. */
class PostgresMigrationsIT {
    private static TestServer server;
    private static SqlServer reader;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(17);
        reader = new PostgresServer(server.config());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            reader.close();
            server.close();
        }
    }

    @BeforeEach
    void emptySchema() {
        server.execute(
                "DROP SCHEMA IF EXISTS shop CASCADE",
                "CREATE SCHEMA shop",
                "GRANT USAGE ON SCHEMA shop TO dbvitals",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO dbvitals");
    }

    @Test
    void noTable_isFound() throws Exception {
        assertThat(read()).isEqualTo(new Found(List.of(), List.of()));
    }

    @Test
    void flyway_appliedFailedAndRepeatable() throws Exception {
        Tools.script(folder, "V1__first.sql", "CREATE TABLE a (id int);");
        Tools.script(folder, "V1.10__tenth.sql", "CREATE TABLE b (id int);");
        Tools.script(folder, "V1.9__ninth.sql", "CREATE TABLE c (id int);");
        Tools.script(folder, "R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
        assertThat(flyway()).isTrue();
        MigrationState state = state(Tool.FLYWAY);
        assertThat(state.current()).containsExactly("1.10");
        assertThat(state.names()).containsExactly("1", "1.9", "1.10");
        assertThat(state.applied()).isEqualTo(4);
        assertThat(state.troubles()).isEmpty();
        assertThat(state.lastAt()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(state.place()).hasToString("postgres: shop.flyway_schema_history");

        // What PostgreSQL rolled back leaves no row; what ran outside a transaction, as CREATE INDEX CONCURRENTLY, may
        // leave one.
        Tools.script(folder, "V2__broken.sql", "CREATE TABLE d (id int);", "CREATE INDEX ON nowhere (id);");
        assertThat(flyway()).isFalse();
        assertThat(state(Tool.FLYWAY)).isEqualTo(state);
        server.execute("""
                INSERT INTO shop.flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    VALUES (9, '2', 'broken', 'SQL', 'V2__broken.sql', 'me', 1, false)""");
        state = state(Tool.FLYWAY);
        assertThat(state.current()).containsExactly("1.10");
        assertThat(state.towards("2")).isEqualTo(Progress.BEHIND);
        assertThat(state.troubles()).hasSize(1);
        assertThat(state.troubles().get(0).kind()).isEqualTo(Trouble.Kind.FAILED);
        assertThat(state.troubles().get(0).text()).startsWith("2 failed at 20");
        assertThat(state.troubles().get(0).remedy()).contains("flyway repair");
    }

    /** Rows that only Flyway's paid editions, a repair and a baseline write. */
    @Test
    void flyway_lastRowOfAVersionCounts() throws Exception {
        Tools.script(folder, "V5__first.sql", "CREATE TABLE a (id int);");
        assertThat(flyway()).isTrue();
        server.execute("DELETE FROM shop.flyway_schema_history WHERE version IS NOT NULL", """
                INSERT INTO shop.flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success) VALUES
                    (1, '4', 'base', 'BASELINE', 'base', 'me', 1, true),
                    (2, '5', 'a', 'SQL', 'V5__a.sql', 'me', 1, false),
                    (3, '5', 'a', 'SQL', 'V5__a.sql', 'me', 1, true),
                    (4, '6', 'b', 'SQL', 'V6__b.sql', 'me', 1, true),
                    (5, '6', 'b', 'UNDO_SQL', 'U6__b.sql', 'me', 1, true),
                    (6, '7', 'c', 'SQL', 'V7__c.sql', 'me', 1, true),
                    (7, '7', 'c', 'DELETE', 'V7__c.sql', 'me', 1, true)""");
        MigrationState state = state(Tool.FLYWAY);
        assertThat(state.current()).containsExactly("5");
        assertThat(state.names()).containsExactly("4", "5");
        assertThat(state.baseline()).contains("4");
        assertThat(state.troubles()).isEmpty();
        assertThat(state.towards("1")).isEqualTo(Progress.REACHED);
        assertThat(state.towards("6")).isEqualTo(Progress.BEHIND);
    }

    @Test
    void liquibase_appliedTaggedAndLocked() throws Exception {
        liquibaseScript();
        liquibase(false);
        MigrationState state = state(Tool.LIQUIBASE);
        assertThat(state.current()).containsExactly("price");
        assertThat(state.applied()).isEqualTo(2);
        assertThat(state.troubles()).isEmpty();
        server.execute("UPDATE shop.databasechangelog SET tag = 'v2' WHERE id = 'price'");
        state = state(Tool.LIQUIBASE);
        assertThat(state.towards("v2")).isEqualTo(Progress.REACHED);
        assertThat(state.towards("db.sql::goods::bob")).isEqualTo(Progress.REACHED);
        assertThat(state.towards("next")).isEqualTo(Progress.BEHIND);

        liquibase(true);
        Trouble lock = state(Tool.LIQUIBASE).troubles().get(0);
        assertThat(lock.kind()).isEqualTo(Trouble.Kind.LOCKED);
        assertThat(lock.text()).matches("locked since \\d{4}-.* by .*");
        assertThat(lock.remedy()).contains("liquibase release-locks");
        server.execute(
                "DELETE FROM shop.databasechangeloglock",
                "UPDATE shop.databasechangelog SET exectype = 'FAILED' WHERE id = 'price'");
        state = state(Tool.LIQUIBASE);
        assertThat(state.current()).containsExactly("goods");
        assertThat(state.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.FAILED);
            assertThat(trouble.text()).startsWith("db.sql::price::bob failed at ");
        });
        server.execute("DROP TABLE shop.databasechangeloglock", "DELETE FROM shop.databasechangelog");
        assertThat(state(Tool.LIQUIBASE).current()).isEmpty();
    }

    @Test
    void alembic_oneHeadSeveralAndNone() throws Exception {
        make(Tools.ALEMBIC);
        assertThat(state(Tool.ALEMBIC).current()).isEmpty();
        server.execute("INSERT INTO shop.alembic_version VALUES ('ae1027a6acf')");
        assertThat(state(Tool.ALEMBIC).current()).containsExactly("ae1027a6acf");
        assertThat(state(Tool.ALEMBIC).troubles()).isEmpty();
        server.execute("INSERT INTO shop.alembic_version VALUES ('1975ea83b712')");
        assertThat(state(Tool.ALEMBIC).current()).containsExactly("1975ea83b712", "ae1027a6acf");
        assertThat(state(Tool.ALEMBIC).troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.HEADS);
            assertThat(trouble.text()).isEqualTo("2 heads: 1975ea83b712, ae1027a6acf");
        });
    }

    @Test
    void django_newestOfEachApplication() throws Exception {
        make(List.of(Tools.DJANGO));
        assertThat(state(Tool.DJANGO).applied()).isZero();
        server.execute("""
                INSERT INTO shop.django_migrations (app, name, applied) VALUES
                    ('shop', '0001_initial', now()), ('auth', '0001_initial', now()),
                    ('shop', '0002_price', '2026-11-21 10:11:12+00')""");
        MigrationState state = state(Tool.DJANGO);
        assertThat(state.current()).containsExactly("auth.0001_initial", "shop.0002_price");
        assertThat(state.applied()).isEqualTo(3);
        assertThat(state.lastAt()).matches("2026-11-21 \\d\\d:11:12");
        assertThat(state.towards("shop.0002_price")).isEqualTo(Progress.REACHED);
    }

    @Test
    void rails_newestVersion() throws Exception {
        make(Tools.RAILS);
        assertThat(state(Tool.RAILS).current()).isEmpty();
        server.execute("INSERT INTO shop.schema_migrations VALUES ('20260301000000'), ('20260101000000')");
        MigrationState state = state(Tool.RAILS);
        assertThat(state.current()).containsExactly("20260301000000");
        assertThat(state.applied()).isEqualTo(2);
    }

    @Test
    void golangMigrate_dirtyOrNot() throws Exception {
        make(List.of(Tools.GOLANG));
        assertThat(state(Tool.GOLANG_MIGRATE).current()).isEmpty();
        server.execute("INSERT INTO shop.schema_migrations VALUES (12, false)");
        assertThat(state(Tool.GOLANG_MIGRATE).current()).containsExactly("12");
        server.execute("UPDATE shop.schema_migrations SET version = 13, dirty = true");
        MigrationState state = state(Tool.GOLANG_MIGRATE);
        assertThat(state.current()).isEmpty();
        assertThat(state.towards("13")).isEqualTo(Progress.BEHIND);
        assertThat(state.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.DIRTY);
            assertThat(trouble.text()).isEqualTo("dirty at 13");
        });
    }

    @Test
    void tableThatMayNotBeRead_isNamedWithItsGrant() throws Exception {
        make(Tools.ALEMBIC);
        server.execute("REVOKE ALL ON shop.alembic_version FROM dbvitals");
        Found found = read();
        assertThat(found.states()).isEmpty();
        assertThat(found.unread()).singleElement().satisfies(unread -> {
            assertThat(unread.denied()).isTrue();
            assertThat(unread.why())
                    .isEqualTo("it may not be read: in postgres GRANT USAGE ON SCHEMA \"shop\" TO \"dbvitals\";"
                            + " GRANT SELECT ON \"shop\".\"alembic_version\" TO \"dbvitals\"");
        });
        server.execute(
                "GRANT USAGE ON SCHEMA \"shop\" TO \"dbvitals\"",
                "GRANT SELECT ON \"shop\".\"alembic_version\" TO \"dbvitals\"");
        assertThat(read().states()).hasSize(1);
    }

    @Test
    void tableWithOtherColumns_isNobodys() throws Exception {
        make(List.of("CREATE TABLE schema_migrations (version bigint, inserted_at timestamp)"));
        assertThat(read()).isEqualTo(new Found(List.of(), List.of()));
    }

    @Test
    void tableThatIsLocked_isUnread() throws Exception {
        make(Tools.ALEMBIC);
        try (Connection holder = server.connect("postgres")) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE shop.alembic_version IN ACCESS EXCLUSIVE MODE");
            assertThat(read().unread()).singleElement().satisfies(unread -> {
                assertThat(unread.denied()).isFalse();
                assertThat(unread.why()).contains("a lock is held");
            });
        }
    }

    private boolean flyway() {
        return Tools.flyway(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", "postgres", "postgres", "shop", folder);
    }

    private void liquibaseScript() throws Exception {
        Tools.script(
                folder,
                "db.sql",
                "--liquibase formatted sql",
                "--changeset bob:goods",
                "CREATE TABLE goods (id int);",
                "--changeset bob:price",
                "ALTER TABLE goods ADD price int;");
    }

    private void liquibase(boolean locked) throws Exception {
        try (Connection connection = server.connect("postgres")) {
            connection.createStatement().execute("SET search_path = shop");
            Tools.liquibase(connection, folder, "db.sql", locked);
        }
    }

    private static void make(List<String> statements) throws Exception {
        try (Connection connection = server.connect("postgres")) {
            connection.createStatement().execute("SET search_path = shop");
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }

    private static MigrationState state(Tool tool) throws Exception {
        Found found = read();
        assertThat(found.unread()).isEmpty();
        assertThat(found.states())
                .singleElement()
                .extracting(MigrationState::tool)
                .isEqualTo(tool);
        return found.states().get(0);
    }

    private static Found read() throws Exception {
        return new MigrationTables(reader, Engine.POSTGRES)
                .read(List.of("postgres"), place -> true, Deadline.after(Duration.ofSeconds(20)));
    }
}
