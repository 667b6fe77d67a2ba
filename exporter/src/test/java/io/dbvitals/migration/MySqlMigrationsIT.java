package io.dbvitals.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Progress;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of all six tools in a real MariaDB; Flyway and Liquibase write their own. */
class MySqlMigrationsIT {
    private static TestMySql server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb();
        // Allowed to look into one database of several, as one should be.
        server.execute("GRANT SELECT ON shop.* TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void emptyDatabase() {
        server.execute("DROP DATABASE IF EXISTS shop", "DROP DATABASE IF EXISTS `shut-in`", "CREATE DATABASE shop");
    }

    @Test
    void flyway_appliedAndFailed() throws Exception {
        Tools.script(folder, "V1__first.sql", "CREATE TABLE a (id int);");
        Tools.script(folder, "V1.10__tenth.sql", "CREATE TABLE b (id int);");
        Tools.script(folder, "V1.9__ninth.sql", "CREATE TABLE c (id int);");
        assertThat(flyway()).isTrue();
        MigrationState state = state(Tool.FLYWAY);
        assertThat(state.current()).containsExactly("1.10");
        assertThat(state.applied()).isEqualTo(3);
        assertThat(state.troubles()).isEmpty();
        assertThat(state.lastAt()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(state.place()).hasToString("shop.flyway_schema_history");

        Tools.script(folder, "V2__broken.sql", "CREATE TABLE d (id int);", "CREATE INDEX i ON nowhere (id);");
        assertThat(flyway()).isFalse();
        state = state(Tool.FLYWAY);
        assertThat(state.current()).containsExactly("1.10");
        assertThat(state.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.FAILED);
            assertThat(trouble.text()).startsWith("2 failed at 20");
        });
    }

    @Test
    void liquibase_appliedAndLocked() throws Exception {
        Tools.script(
                folder,
                "db.sql",
                "--liquibase formatted sql",
                "--changeset bob:goods",
                "CREATE TABLE goods (id int);",
                "--changeset bob:price",
                "ALTER TABLE goods ADD price int;");
        liquibase(false);
        MigrationState state = state(Tool.LIQUIBASE);
        assertThat(state.current()).containsExactly("price");
        assertThat(state.place().table()).isEqualTo("DATABASECHANGELOG");
        assertThat(state.towards("goods")).isEqualTo(Progress.REACHED);
        assertThat(state.troubles()).isEmpty();
        liquibase(true);
        assertThat(state(Tool.LIQUIBASE).troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.LOCKED);
            assertThat(trouble.text()).matches("locked since \\d{4}-.* by .*");
        });
        server.execute(
                "DELETE FROM shop.DATABASECHANGELOGLOCK",
                "UPDATE shop.DATABASECHANGELOG SET EXECTYPE = 'FAILED' WHERE ID = 'price'");
        assertThat(state(Tool.LIQUIBASE).current()).containsExactly("goods");
        assertThat(state(Tool.LIQUIBASE).troubles()).hasSize(1);
    }

    @Test
    void alembic_oneHeadSeveralAndNone() throws Exception {
        make(Tools.ALEMBIC);
        assertThat(state(Tool.ALEMBIC).current()).isEmpty();
        server.execute("INSERT INTO shop.alembic_version VALUES ('ae1027a6acf')");
        assertThat(state(Tool.ALEMBIC).current()).containsExactly("ae1027a6acf");
        server.execute("INSERT INTO shop.alembic_version VALUES ('1975ea83b712')");
        assertThat(state(Tool.ALEMBIC).troubles())
                .singleElement()
                .extracting(Trouble::text)
                .isEqualTo("2 heads: 1975ea83b712, ae1027a6acf");
    }

    @Test
    void django_newestOfEachApplication() throws Exception {
        make(List.of(Tools.DJANGO_MYSQL));
        assertThat(state(Tool.DJANGO).current()).isEmpty();
        server.execute("INSERT INTO shop.django_migrations (app, name, applied) VALUES"
                + " ('shop', '0001_initial', '2026-11-20 10:00:00'), ('shop', '0002_price', '2026-11-21 10:11:12.5')");
        MigrationState state = state(Tool.DJANGO);
        assertThat(state.current()).containsExactly("shop.0002_price");
        assertThat(state.lastAt()).isEqualTo("2026-11-21 10:11:12");
    }

    @Test
    void rails_newestVersion() throws Exception {
        make(Tools.RAILS_MYSQL);
        assertThat(state(Tool.RAILS).current()).isEmpty();
        server.execute("INSERT INTO shop.schema_migrations VALUES ('20260301000000'), ('20260101000000')");
        assertThat(state(Tool.RAILS).current()).containsExactly("20260301000000");
    }

    @Test
    void golangMigrate_dirtyOrNot() throws Exception {
        make(List.of(Tools.GOLANG));
        assertThat(state(Tool.GOLANG_MIGRATE).current()).isEmpty();
        server.execute("INSERT INTO shop.schema_migrations VALUES (12, 0)");
        assertThat(state(Tool.GOLANG_MIGRATE).current()).containsExactly("12");
        server.execute("UPDATE shop.schema_migrations SET version = 13, dirty = 1");
        assertThat(state(Tool.GOLANG_MIGRATE).troubles())
                .singleElement()
                .extracting(Trouble::text)
                .isEqualTo("dirty at 13");
    }

    /** The server does not show such a table to who may not read it; InnoDB does. */
    @Test
    void tableThatMayNotBeRead_isNamedWithItsGrant() throws Exception {
        server.execute("CREATE DATABASE `shut-in`", "CREATE TABLE `shut-in`.alembic_version (version_num varchar(32))");
        Found found = read();
        assertThat(found.states()).isEmpty();
        assertThat(found.unread()).singleElement().satisfies(unread -> {
            assertThat(unread.denied()).isTrue();
            assertThat(unread.why())
                    .isEqualTo("it may not be read: GRANT SELECT ON `shut-in`.`alembic_version` TO the monitoring user"
                            + " dbvitals");
        });
        server.execute("GRANT SELECT ON `shut-in`.`alembic_version` TO dbvitals");
        try {
            assertThat(read().states()).hasSize(1);
        } finally {
            server.execute("REVOKE SELECT ON `shut-in`.`alembic_version` FROM dbvitals");
        }
    }

    private boolean flyway() {
        return Tools.flyway(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/?sslMode=disable", "root", "", "shop", folder);
    }

    private void liquibase(boolean locked) throws Exception {
        try (Connection connection = server.connect()) {
            connection.setCatalog("shop");
            Tools.liquibase(connection, folder, "db.sql", locked);
        }
    }

    private static void make(List<String> statements) throws Exception {
        try (Connection connection = server.connect()) {
            connection.setCatalog("shop");
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
        try (SqlServer reader = new MySqlServer(server.config())) {
            return new MigrationTables(reader, Engine.MARIADB)
                    .read(List.of(""), place -> true, Deadline.after(Duration.ofSeconds(20)));
        }
    }
}
