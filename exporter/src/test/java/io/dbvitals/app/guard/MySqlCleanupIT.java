package io.dbvitals.app.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.cli.Commands;
import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.AuditReport;
import io.dbvitals.guard.mysql.Stage;
import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Waits;
import io.dbvitals.testing.TestMySql;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a configuration to ended sessions of a MariaDB, with the rights of the script for users and no more. */
class MySqlCleanupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final Stage stage = new Stage("--log-bin", "--event-scheduler=ON");

    @TempDir
    private Path folder;

    @BeforeAll
    static void addUsers() {
        stage.server().execute("CREATE USER report@'%' IDENTIFIED BY 'report'", "GRANT EVENT ON shop.* TO app@'%'");
    }

    @Test
    void cleanUp_endsWhatTheRulesAreFor_andNobodyElse() throws Exception {
        rights("on");
        try (TestMySql primary = TestMySql.mariaDb("--log-bin")) {
            stage.server().execute("SET GLOBAL gtid_slave_pos = '" + primary.ask("SELECT @@gtid_binlog_pos", 1) + "'");
            stage.server().follow(primary);
            Process reader = stage.binaryLogReader();
            try {
                endsThoseOnly();
            } finally {
                reader.destroyForcibly().waitFor();
                stage.server().execute("STOP SLAVE", "RESET SLAVE ALL", "DROP EVENT IF EXISTS shop.nightly");
            }
        }
    }

    private void endsThoseOnly() throws Exception {
        Config config = config();
        stage.app().run("CREATE EVENT nightly ON SCHEDULE AT now() DO SELECT SLEEP(90)");
        Client root = stage.app().run("BEGIN", "UPDATE orders SET n = 5 WHERE id = 1");
        Client idle = stage.app().run("BEGIN", "UPDATE orders SET n = 5 WHERE id = 2");
        Client waiter = stage.app();
        CompletableFuture<Void> waiting = waiter.begin("UPDATE orders SET n = 6 WHERE id = 1");
        Client slow = stage.app();
        CompletableFuture<Void> running = slow.begin("SELECT SLEEP(91)");
        Client resting = stage.app();
        Client administrator = stage.client("root", "");
        CompletableFuture<Void> administering = administrator.begin("SELECT SLEEP(92)");
        Client reporter = stage.client("report", "report");
        CompletableFuture<Void> reporting = reporter.begin("SELECT SLEEP(93)");
        Client dumper = stage.app();
        CompletableFuture<Void> dumping = dumper.begin("SELECT /*!40001 SQL_NO_CACHE */ SLEEP(94)");

        Round plan = lookUntil(
                config,
                round -> round.plan().steps().size() == 3
                        && Stream.of("Slave_IO", "Slave_SQL", "Binlog Dump", "Connect", "Daemon")
                                .allMatch(command -> serverSessions(round).contains(command))
                        && Stream.of(administrator, reporter, dumper)
                                .allMatch(each -> round.seen()
                                        .session(each.id)
                                        .filter(seen -> seen.sinceStatement().toSeconds() >= 2)
                                        .isPresent()));
        assertThat(plan.troubles()).isEmpty();

        Round round = Rounds.cleanUp(config, List.of(), "tester").get(0).round().orElseThrow();
        assertThat(round.deeds())
                .extracting(deed -> deed.step().rule() + " " + deed.means() + " "
                        + deed.step().session().id() + " " + deed.outcome().label())
                .containsExactly(
                        "blocked terminate " + root.id + " done",
                        "idle_in_transaction terminate " + idle.id + " done",
                        "long_queries cancel " + slow.id + " done");
        assertThat(round.deeds().get(0).step().victims()).containsExactly(waiter.id);
        assertThat(round.troubled()).isFalse();

        waiting.get(20, SECONDS);
        assertThat(running.handle((done, thrown) -> true).get(20, SECONDS)).isTrue();
        assertThat(root.alive()).isFalse();
        assertThat(idle.alive()).isFalse();
        assertThat(slow.alive()).isTrue();
        assertThat(resting.alive()).isTrue();
        assertThat(List.of(administering, reporting, dumping)).noneMatch(CompletableFuture::isDone);
        Round after = look(config);
        assertThat(after.plan().steps()).isEmpty();
        assertThat(serverSessions(after)).containsAll(serverSessions(plan));
        assertThat(stage.server().ask("SHOW ALL SLAVES STATUS", 13)).isEqualTo("Yes");
        assertOnRecord(3, "done");
    }

    @Test
    void missingRight_isNamedWithItsGrant_andIsNoSuccess() throws Exception {
        rights("off");
        Config config = config();
        Client slow = stage.app();
        CompletableFuture<Void> running = slow.begin("SELECT SLEEP(91)");
        lookUntil(config, round -> round.plan().steps().size() == 1);

        Round round = Rounds.cleanUp(config, List.of(), "tester").get(0).round().orElseThrow();
        assertThat(round.troubles())
                .containsExactly(
                        "sessions of other users cannot be ended: GRANT CONNECTION ADMIN ON *.* TO the monitoring user");
        assertThat(round.deeds())
                .isNotEmpty()
                .allSatisfy(deed -> assertThat(deed.outcome()).isEqualTo(AuditOutcome.DENIED));
        assertThat(round.troubled()).isTrue();
        assertThat(running).isNotDone();
        assertOnRecord(round.deeds().size(), "denied");

        assertThat(run("cleanup", "--execute")).startsWith("3\n").contains("GRANT CONNECTION ADMIN ON *.*", "denied");
        stage.server().execute("REVOKE PROCESS ON *.* FROM dbvitals@'%'");
        assertThat(run("health-check")).startsWith("3\nshop: degraded, ").contains("GRANT PROCESS ON *.*");
        stage.server().execute("GRANT PROCESS ON *.* TO dbvitals@'%'");
        assertThat(running).isNotDone();
    }

    @Test
    void holderThatIsNotKnown_isBlamedOnNobody() throws Exception {
        rights("on");
        Config config = config();
        Client reader = stage.app().run("BEGIN", "SELECT * FROM orders");
        Client alter = stage.app();
        CompletableFuture<Void> altered = alter.begin("ALTER TABLE orders ADD COLUMN later int");
        Round round = lookUntil(config, each -> each.plan().findings().get(0).value() == 1);
        assertThat(round.seen().waits().roots()).extracting(Waits.Root::blocker).containsExactly(Waits.UNKNOWN);

        // Of which it is only known that it is idle in a transaction that reads repeatably, and only that rule ends it.
        Config blocked = config.with(config.guard().only(List.of("blocked")));
        assertThat(Rounds.cleanUp(blocked, List.of(), "tester")
                        .get(0)
                        .round()
                        .orElseThrow()
                        .deeds())
                .isEmpty();
        reader.run("COMMIT");
        altered.get(20, SECONDS);
    }

    /** As the script gives and takes them, by which a user is brought up to date too. */
    private static void rights(String guard) throws Exception {
        stage.server()
                .execute(Stream.concat(Stream.of("SET @guard = '" + guard + "'"), Stream.of(TestMySql.script()))
                        .toArray(String[]::new));
    }

    private Config config() throws Exception {
        Path file = Files.writeString(
                folder.resolve("dbvitals.yaml"), """
                targets:
                  - {name: shop, mysql: {host: 127.0.0.1, port: %d, user: dbvitals, password: "%s"}}
                guard:
                  enabled: true
                  dry_run: false
                  audit_file: audit.jsonl
                  grace: 20s
                  timeout: 2m
                  cool_down: 10ms
                  protect: {users: [report]}
                  rules:
                    connections: off
                    connections_ratio: off
                    blocked: {warning: 1, critical: 1, min_age: 1s}
                    idle_in_transaction: {warning: 1, critical: 1, min_age: 1s}
                    long_queries: {warning: 1, critical: 1, min_age: 1s}
                    locks_ratio: {measure: locks, warning: 0.1, critical: 0.2}
                """.formatted(stage.server().port(), TestMySql.PASSWORD));
        return ConfigLoader.of(Map.of(), List.of()).load(file);
    }

    private static Round look(Config config) throws InterruptedException {
        return Rounds.look(config, List.of()).get(0).round().orElseThrow();
    }

    private static Round lookUntil(Config config, Predicate<Round> fits) {
        return await().atMost(PATIENCE).until(() -> look(config), fits);
    }

    /** The commands of sessions that are none of clients. */
    private static List<String> serverSessions(Round round) {
        return round.seen().sessions().stream()
                .filter(session -> !round.seen().clients().contains(session))
                .map(Session::identity)
                .map(Session.Identity::state)
                .toList();
    }

    /** Before and after each, in a whole chain, without a word of a statement. */
    private void assertOnRecord(int actions, String outcome) throws Exception {
        Path log = folder.resolve("audit.jsonl");
        AuditReport report = AuditLog.verify(log);
        assertThat(report.isGood()).as(report.text()).isTrue();
        assertThat(report.actions()).isEqualTo(actions);
        List<String> lines = Files.readAllLines(log);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"phase\":\"intent\""))
                .hasSize(actions);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"phase\":\"outcome\"")
                        && line.contains("\"outcome\":\"" + outcome + "\"")
                        && line.contains("\"actor\":\"tester\""))
                .hasSize(actions);
        assertThat(String.join("\n", lines)).doesNotContain("SLEEP").doesNotContain("UPDATE");
    }

    /** The exit code and what was printed. */
    private String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = Commands.run(Stream.concat(
                            Stream.of(arguments),
                            Stream.of(
                                    "--config", folder.resolve("dbvitals.yaml").toString()))
                    .toArray(String[]::new));
            return code + "\n" + out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }
}
