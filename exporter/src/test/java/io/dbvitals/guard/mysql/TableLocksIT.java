package io.dbvitals.guard.mysql;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions that wait for the definition of a table, with each of the places that tell for whom, and with none. */
class TableLocksIT {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @Test
    void plugin_tellsTheRoot() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.server().execute("INSTALL SONAME 'metadata_lock_info'");
            rootIsFoundAndEnded(stage);
            stage.dismiss();
            truncatingOneWaitsForReaders(stage);
            stage.dismiss();
            backupIsSeenWhileItIsIdle(stage);
        }
    }

    @Test
    void performanceSchema_tellsTheRoot() throws Exception {
        try (Stage stage = Stage.open(
                "--performance-schema=ON", "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON")) {
            stage.server().execute("GRANT SELECT ON performance_schema.* TO guard@'%'");
            rootIsFoundAndEnded(stage);
            stage.dismiss();
            truncatingOneWaitsForReaders(stage);
            stage.dismiss();
            backupIsSeenWhileItIsIdle(stage);
        }
    }

    private static void rootIsFoundAndEnded(Stage stage) throws Exception {
        Client root = stage.app().run("BEGIN", "SELECT * FROM orders");
        Client other = stage.app().run("CREATE TABLE IF NOT EXISTS others (n int)", "BEGIN", "SELECT * FROM others");
        Client alter = stage.app();
        CompletableFuture<Void> altered = alter.begin("ALTER TABLE orders ADD COLUMN IF NOT EXISTS others int");
        try (MySqlSessions guard = stage.guard()) {
            Stage.lookFor(guard, alter.id, each -> each.waitsFor().equals("Lock:table metadata"));
            Client reader = stage.app();
            CompletableFuture<Void> read = reader.begin("SELECT count(*) FROM shop.orders");
            Snapshot seen =
                    Stage.lookFor(guard, reader.id, each -> each.waitsFor().equals("Lock:table metadata"));

            assertThat(seen.waits().roots())
                    .singleElement()
                    .satisfies(each -> assertThat(each.blocker()).isEqualTo(root.id))
                    .satisfies(each -> assertThat(each.victims()).containsExactlyInAnyOrder(alter.id, reader.id));
            assertThat(seen.session(alter.id).orElseThrow().traits()).containsExactly(Trait.MAINTENANCE);
            assertThat(seen.session(other.id).orElseThrow().blocked()).isFalse();

            assertThat(guard.end(seen.session(root.id).orElseThrow(), Means.TERMINATE, WAIT))
                    .isEqualTo(Ending.DONE);
            altered.get(20, SECONDS);
            read.get(20, SECONDS);
            assertThat(other.alive()).isTrue();
        }
    }

    private static void truncatingOneWaitsForReaders(Stage stage) throws Exception {
        Client root = stage.app().run("BEGIN", "SELECT * FROM orders");
        Client truncate = stage.app();
        CompletableFuture<Void> truncated = truncate.begin("TRUNCATE TABLE orders");
        try (MySqlSessions guard = stage.guard()) {
            Stage.lookFor(guard, truncate.id, each -> each.blocked());
            Client writer = stage.app();
            CompletableFuture<Void> written = writer.begin("INSERT INTO orders (id) VALUES (9)");
            Snapshot seen = Stage.lookFor(guard, writer.id, each -> each.blocked());
            assertThat(seen.waits().roots())
                    .singleElement()
                    .satisfies(each -> assertThat(each.blocker()).isEqualTo(root.id))
                    .satisfies(each -> assertThat(each.victims()).containsExactlyInAnyOrder(truncate.id, writer.id));
            root.run("COMMIT");
            truncated.get(20, SECONDS);
            written.get(20, SECONDS);
        }
    }

    private static void backupIsSeenWhileItIsIdle(Stage stage) throws Exception {
        stage.server().execute("GRANT RELOAD ON *.* TO app@'%'");
        for (String[] backup : new String[][] {
            {"FLUSH TABLES WITH READ LOCK", "UNLOCK TABLES"},
            {"BACKUP STAGE START", "BACKUP STAGE END"}
        }) {
            Client client = stage.app().run(backup[0]);
            try (MySqlSessions guard = stage.guard()) {
                assertThat(guard.look().session(client.id).orElseThrow().traits())
                        .as(backup[0])
                        .containsExactly(Trait.IN_PROGRESS);
                client.run(backup[1]);
                assertThat(guard.look().session(client.id).orElseThrow().traits())
                        .isEmpty();
            }
        }
        Client client = stage.app().run("FLUSH TABLES WITH READ LOCK");
        Client writer = stage.app();
        CompletableFuture<Void> written = writer.begin("INSERT INTO orders (id) VALUES (77)");
        try (MySqlSessions guard = stage.guard()) {
            Snapshot seen =
                    Stage.lookFor(guard, writer.id, each -> each.waitsFor().startsWith("Lock:backup"));
            assertThat(seen.waits().roots()).extracting(Waits.Root::blocker).containsExactly(client.id);
        }
        client.run("UNLOCK TABLES");
        written.get(20, SECONDS);
    }

    @Test
    void withoutEither_theWaitersAreSeenAndNobodyIsBlamed() throws Exception {
        try (Stage stage = Stage.open();
                MySqlSessions guard = stage.guard()) {
            Client root = stage.app().run("BEGIN", "SELECT * FROM orders");
            Client alter = stage.app();
            CompletableFuture<Void> altered = alter.begin("ALTER TABLE orders ADD COLUMN z int");
            Snapshot seen = Stage.lookFor(guard, alter.id, each -> each.blocked());
            assertThat(seen.waits().waiters()).containsOnlyKeys(alter.id);
            assertThat(seen.waits().roots()).extracting(Waits.Root::blocker).containsExactly(Waits.UNKNOWN);
            root.run("COMMIT");
            altered.get(20, SECONDS);
        }
    }
}
