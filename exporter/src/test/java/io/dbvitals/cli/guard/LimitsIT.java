package io.dbvitals.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.cli.guard.GuardStand.Answer;
import io.dbvitals.guard.postgres.Crowd.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps a cleanup from ending what it wants to end. */
class LimitsIT {
    private static final String LONG = "SELECT pg_sleep(600)";

    /** It does not hear that it is cancelled. */
    private static final String DEAF = "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(60);"
            + " EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$";

    private static final String CANCEL_ONLY = "  rules: {long_queries: {min_age: 1s, action: cancel}}\n";

    @RegisterExtension
    static final GuardStand stand = GuardStand.start(17, Map.of());

    @Test
    void capOfARound_stopsAndSaysSo() throws Exception {
        capped("max_actions: {per_round: 2}", "the limit of 2 actions in a round is reached");
    }

    @Test
    void capOfAnHour_stopsAndSaysSo() throws Exception {
        String said = "the limit of 2 actions in an hour is reached";
        capped("max_actions: {per_hour: 2}", said);
        assertThat(stand.run(List.of("max_actions: {per_hour: 2}"), "cleanup", "--execute")
                        .out())
                .as("of every run: each is a process of its own")
                .contains("capped, " + said);
    }

    @Test
    void capOfAUser_stopsAndSaysSo() throws Exception {
        capped(
                "max_actions: {per_user: 2}",
                "the limit of 2 actions in a round against the sessions of one user is reached");
    }

    private static void capped(String limit, String said) throws Exception {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(stand.crowd.busy("app", "report", LONG));
        }
        stand.crowd.age(GuardStand.AGE);
        Answer answer = stand.run(List.of(limit), "cleanup", "--execute");
        assertThat(answer.out().lines().toList())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("shop: cancel " + members.get(2).pid() + " (")
                .endsWith("(rule long_queries): capped, " + said);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(members.get(0).ended().get()).isEqualTo("57014");
        assertThat(members.get(1).ended().get()).isEqualTo("57014");
        assertThat(members.get(2).ended()).isNotDone();
        assertThat(Files.readString(stand.audit)).contains("\"action\":\"capped\"", said);
    }

    @Test
    void missingRightToEnd_isNamedWithItsRemedy_andNeverWell() throws Exception {
        stand.server.execute("REVOKE pg_signal_backend FROM dbvitals");
        Member report = stand.crowd.busy("app", "report", LONG);
        stand.crowd.age(GuardStand.AGE);
        for (List<String> command : List.of(List.of("cleanup"), List.of("cleanup", "--execute"))) {
            Answer answer = stand.run(command.toArray(String[]::new));
            assertThat(answer.out())
                    .startsWith("shop: sessions of other roles cannot be ended: GRANT pg_signal_backend TO the"
                            + " monitoring role\n");
            assertThat(answer.code()).isEqualTo(3);
        }
        assertThat(stand.run("cleanup", "--execute").out())
                .containsOnlyOnce("(rule long_queries): denied, the right to end it is missing on 127.0.0.1:"
                        + stand.server.port() + "\n");
        assertThat(report.ended()).isNotDone();
        assertThat(Files.readString(stand.audit)).contains("\"outcome\":\"denied\"");
        Answer health = stand.run("health-check");
        assertThat(health.code()).as("to look, that right is not needed").isEqualTo(1);
    }

    @Test
    void missingRightToSee_isUnknown() throws Exception {
        stand.server.execute("REVOKE pg_monitor FROM dbvitals");
        Member report = stand.crowd.busy("app", "report", LONG);
        stand.crowd.age(GuardStand.AGE);
        String said = "sessions of other roles are hidden: GRANT pg_monitor TO the monitoring role";
        Answer health = stand.run("health-check", "--format", "json");
        assertThat(health.out()).as(health.err()).contains("\"status\":\"degraded\"", said);
        assertThat(health.code()).isEqualTo(3);
        Answer cleanup = stand.run("cleanup", "--execute");
        assertThat(cleanup.out()).isEqualTo("shop: " + said + "\nshop: nothing is to be ended\n");
        assertThat(cleanup.code()).isEqualTo(3);
        assertThat(stand.run("guard", "explain").code()).isEqualTo(3);
        assertThat(report.ended()).isNotDone();
    }

    @Test
    void twoGuards_oneActs() throws Exception {
        Member deaf = stand.crowd.busy("app", "deaf", DEAF);
        stand.crowd.age(GuardStand.AGE);
        Process first = cleanup("  grace: 60s\n" + CANCEL_ONLY);
        try {
            Answer second = stand.with("", CANCEL_ONLY, "cleanup", "--execute");
            assertThat(second.out())
                    .isEqualTo("shop: another guard works on 127.0.0.1:" + stand.server.port()
                            + "; this one leaves it to it\n");
            assertThat(second.code()).isEqualTo(1);
            assertThat(Files.readAllLines(stand.audit)).hasSize(1);
            assertThat(first.isAlive()).isTrue();
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(stand.crowd.lives(deaf)).isTrue();
    }

    @Test
    void guardThatIsKilledAmidAnAction_isToldByTheLog() throws Exception {
        Member deaf = stand.crowd.busy("app", "deaf", DEAF);
        stand.crowd.age(GuardStand.AGE);
        Process guard = cleanup("  grace: 60s\n" + CANCEL_ONLY);
        guard.destroyForcibly().waitFor();

        Answer verified = stand.run("guard", "audit", "verify");
        assertThat(verified.out())
                .contains(
                        "guard-audit.jsonl:1: action 1 has no outcome: cancel on shop, pid " + deaf.pid() + ", begun ");
        assertThat(verified.code()).isEqualTo(2);
    }

    @Test
    void fullDisk_noActionWithoutItsRecord() throws Exception {
        Files.createSymbolicLink(stand.audit, Path.of("/dev/full"));
        Member report = stand.crowd.busy("app", "report", LONG);
        stand.crowd.age(GuardStand.AGE);
        String before = stand.trace(report.pid());
        Answer answer = stand.run("cleanup", "--execute");
        assertThat(answer.err())
                .isEqualTo(
                        "dbvitals: cannot write the audit log " + stand.audit + ": No space left on device; the guard"
                                + " does nothing without its record: make room or give the right to write, or set"
                                + " guard.audit_file\n");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(stand.trace(report.pid())).isEqualTo(before);
        Files.delete(stand.audit);
        assertThat(stand.run("guard", "audit", "verify").code()).as("no log").isEqualTo(3);
    }

    /** A cleanup in a process of its own, which has put on record what it is about to do. */
    private static Process cleanup(String keys) throws Exception {
        Path errors = Files.createTempFile(stand.folder, "guard", ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.dbvitals.Main",
                        "cleanup",
                        "--execute",
                        "--config",
                        stand.config(keys, ""))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        CompletableFuture<Process> exit = process.onExit();
        await().until(() -> exit.isDone() || (Files.exists(stand.audit) && Files.size(stand.audit) > 0));
        assertThat(exit).as(() -> read(errors)).isNotDone();
        return process;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
