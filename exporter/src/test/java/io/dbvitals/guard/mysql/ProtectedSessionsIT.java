package io.dbvitals.guard.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that no rule may end, each as it really is on a server. */
class ProtectedSessionsIT {
    @RegisterExtension
    static final Stage stage = new Stage("--log-bin", "--event-scheduler=ON", "--performance-schema=ON");

    @BeforeAll
    static void letTheGuardReadPerformance() {
        stage.server().execute("GRANT SELECT ON performance_schema.* TO guard@'%'");
    }

    private static Session seen(Predicate<Session> which) throws Exception {
        try (MySqlSessions guard = stage.guard()) {
            Snapshot snapshot =
                    Stage.lookUntil(guard, each -> each.sessions().stream().anyMatch(which));
            return snapshot.sessions().stream().filter(which).findFirst().orElseThrow();
        }
    }

    private static Optional<String> reason(Session session) {
        return new Protection(GuardConfig.OFF.protect()).reason(session);
    }

    @Test
    void eventScheduler_isNoClient() throws Exception {
        Session session = seen(each -> each.user().equals("event_scheduler"));
        assertThat(session.traits()).contains(Trait.NO_CLIENT);
    }

    @Test
    void replicaAndTheSessionThatFeedsIt_areNoClients() throws Exception {
        try (TestMySql replica = TestMySql.mariaDb()) {
            stage.server().execute("GRANT REPLICATION SLAVE ON *.* TO repl@'%' IDENTIFIED BY 'repl'");
            replica.execute("SET GLOBAL gtid_slave_pos = '" + stage.server().ask("SELECT @@gtid_binlog_pos", 1) + "'");
            replica.follow(stage.server());
            Session dump = seen(each -> each.user().equals("repl"));
            assertThat(dump.identity().state()).startsWith("Binlog Dump");
            assertThat(dump.traits()).contains(Trait.NO_CLIENT, Trait.REPLICATION);
            replica.execute(
                    "CREATE USER guard@'%' IDENTIFIED BY 'guard'",
                    "GRANT PROCESS, CONNECTION ADMIN ON *.* TO guard@'%'");
            try (MySqlSessions guard = stage.guardOf(replica)) {
                assertThat(guard.look().sessions())
                        .filteredOn(each -> each.user().equals("system user"))
                        .isNotEmpty()
                        .allSatisfy(each -> assertThat(each.traits()).contains(Trait.NO_CLIENT));
            }
        }
    }

    @Test
    void readerOfTheBinaryLog_isNoClient() throws Exception {
        Process reader = stage.binaryLogReader();
        try {
            Session session = seen(each -> each.user().equals("cdc"));
            assertThat(session.traits()).contains(Trait.NO_CLIENT, Trait.REPLICATION);
            assertThat(session.identity().state()).isEqualTo("Binlog Dump");
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    @Test
    void administrators_areKnownByTheirRightsOrNames() throws Exception {
        stage.server().execute("GRANT SUPER ON *.* TO dba@'%' IDENTIFIED BY 'dba'");
        Client dba = stage.client("dba", "dba");
        Client root = stage.client("root", "");
        assertThat(seen(each -> each.id() == dba.id).traits()).containsExactly(Trait.SUPERUSER);
        assertThat(seen(each -> each.id() == root.id).traits()).contains(Trait.SUPERUSER);
        stage.server()
                .execute("CREATE OR REPLACE USER plain@'%' IDENTIFIED BY 'plain'", "GRANT PROCESS ON *.* TO plain@'%'");
        try (MySqlSessions plain = stage.guard("plain", "plain")) {
            assertThat(plain.look().session(root.id).orElseThrow().traits()).containsExactly(Trait.SUPERUSER);
            assertThat(plain.look().session(dba.id).orElseThrow().traits()).isEmpty();
        }
    }

    @Test
    void dump_isRecognizedByItsStatementsAndByItsName() throws Exception {
        Client client = stage.app();
        var running = client.begin("SELECT /*!40001 SQL_NO_CACHE */ id, SLEEP(20) FROM orders");
        assertThat(seen(each -> each.id() == client.id && each.state() == Session.State.ACTIVE)
                        .traits())
                .contains(Trait.IN_PROGRESS);
        assertThat(running).isNotDone();

        stage.server()
                .execute("CREATE OR REPLACE TABLE shop.big AS SELECT repeat('x', 1000) AS t FROM shop.seq_1_to_50000");
        Process dump = new ProcessBuilder(
                        "mariadb-dump",
                        "--no-defaults",
                        "--quick",
                        "--single-transaction",
                        "--host=127.0.0.1",
                        "--port=" + stage.server().port(),
                        "--user=app",
                        "--password=app",
                        "shop",
                        "big")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // Nobody reads what it writes, so that it stands still.
            Session session = seen(each ->
                    each.application().equals("mysqldump") && each.statement().equals("SELECT"));
            assertThat(session.traits()).contains(Trait.IN_PROGRESS);
            assertThat(reason(session)).isPresent();
        } finally {
            dump.destroyForcibly().waitFor();
        }
    }

    @Test
    void maintenance_isLeftToItsEnd() throws Exception {
        Client client = stage.app();
        var running = client.begin("/* why */ CREATE TABLE slow AS SELECT SLEEP(20) AS s");
        Session session = seen(each -> each.id() == client.id && each.state() == Session.State.ACTIVE);
        assertThat(session.statement()).isEqualTo("CREATE");
        assertThat(session.traits()).containsExactly(Trait.MAINTENANCE);
        assertThat(running).isNotDone();
    }

    @Test
    void sessionsOfDbvitals_areOurs_whetherTheyScrapeOrGuard() throws Exception {
        try (MySqlServer scraping = new MySqlServer(stage.server().config());
                MySqlSessions guard = stage.guard("dbvitals", TestMySql.PASSWORD);
                MySqlSessions other = stage.guard("dbvitals", TestMySql.PASSWORD)) {
            scraping.facts(Deadline.after(Duration.ofSeconds(5)));
            other.look();
            Client person = stage.client("dbvitals", TestMySql.PASSWORD);
            List<Session> seen = guard.look().sessions().stream()
                    .filter(each -> each.user().equals("dbvitals"))
                    .toList();
            assertThat(seen)
                    .filteredOn(each -> each.has(Trait.OURSELVES))
                    .extracting(Session::application)
                    .containsExactlyInAnyOrder("dbvitals", "dbvitals-guard", "dbvitals-guard", "");
            // Its program is not known: of a session of our own user that is taken for one of ours.
            assertThat(seen)
                    .filteredOn(each -> each.id() == person.id)
                    .extracting(Session::application)
                    .containsExactly("");
        }
    }
}
