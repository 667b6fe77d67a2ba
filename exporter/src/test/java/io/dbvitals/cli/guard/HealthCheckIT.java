package io.dbvitals.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.guard.GuardStand.Answer;
import io.dbvitals.guard.postgres.Crowd.Member;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What health-check and guard explain say. */
class HealthCheckIT {
    private static final String ONE = "  rules: {blocked: off, locks: off, connections: off, connections_ratio: off,"
            + " idle_in_transaction: off, long_queries: {min_age: 1s, warning: 1, critical: 2}}\n";

    @RegisterExtension
    static final GuardStand stand = GuardStand.start(17, Map.of());

    @Test
    void healthyServer_isZero() {
        Answer text = stand.with("", ONE, "health-check");
        assertThat(text.out())
                .matches("shop: healthy, \\d+ points \\(PostgreSQL 17\\.\\d+, primary, answers in [0-9.]+ ms\\)\n");
        assertThat(stand.with("", ONE, "health-check", "--components").out())
                .contains(
                        "\n  ok        sessions: long-running queries: 0 (warning 1, critical 2)\n",
                        "\n  ok        connections: connections in use: ",
                        "\n  none      conflicts: not applicable: needs a window");
        assertThat(text.code()).isZero();
        Answer plugin = stand.with("", ONE, "health-check", "--format", "nagios");
        assertThat(plugin.out())
                .matches(
                        "DBVITALS_HEALTH OK: shop is healthy . 'shop score'=[0-9.]+;;;0;100 'shop response'=[0-9.]+s\n");
        Answer json = stand.with("", ONE, "health-check", "--format", "json");
        assertThat(json.out())
                .startsWith("{\"status\":\"healthy\",\"timestamp\":\"20")
                .contains("\",\"alerts\":[],\"metrics\":{\"total_connections\":2,\"active_connections\":1,")
                .contains(
                        "\"targets\":[{\"target\":\"shop\",\"kind\":\"postgres\",\"status\":\"healthy\",\"error\":null,"
                                + "\"missing\":[],\"timestamp\":\"20",
                        "\"metrics\":{\"total_connections\":2,");
        assertThat(json.code()).isZero();
    }

    @Test
    void warning_isOne_andCritical_isTwo() throws Exception {
        stand.crowd.busy("app", "report", "SELECT pg_sleep(600)");
        stand.crowd.idleInTransaction("app", "idle", "SELECT 1");
        stand.crowd.idle("app", "web");
        stand.crowd.age(GuardStand.AGE);
        Answer warning = stand.with("", ONE, "health-check", "--format", "json");
        assertThat(warning.out())
                .startsWith("{\"status\":\"degraded\"")
                .contains("\"alerts\":[{\"target\":\"shop\",\"rule\":\"long_queries\",\"severity\":\"warning\","
                        + "\"message\":\"Long-running queries: 1\",\"value\":1.0,\"warning\":1.0,\"critical\":2.0}]")
                .contains("\"metrics\":{\"total_connections\":5,\"active_connections\":2,\"idle_connections\":2,"
                        + "\"idle_transactions\":1,\"max_connections\":57,\"locks\":")
                .contains("\"blocked_sessions\":0,\"prepared_transactions\":0}");
        assertThat(warning.code()).isEqualTo(1);

        Member second = stand.crowd.busy("app", "report", "SELECT pg_sleep(600)");
        stand.crowd.age(GuardStand.AGE);
        Answer critical = stand.with("", ONE, "health-check");
        assertThat(critical.out())
                .startsWith("shop: unhealthy, ")
                .contains(
                        "\n  critical  sessions: long-running queries: 2 (warning 1, critical 2) (-",
                        "\n  to do     see who they are: dbvitals guard explain");
        assertThat(critical.code()).isEqualTo(2);
        assertThat(second.ended()).as("it ends nothing").isNotDone();
    }

    @Test
    void missingRight_isThree() {
        stand.server.execute("REVOKE pg_monitor FROM dbvitals");
        Answer answer = stand.with("", ONE, "health-check");
        assertThat(answer.out())
                .startsWith("shop: degraded, ")
                .contains("\n  unknown   locks: ", "\n  unknown   sessions: ")
                .contains("sessions of other roles are hidden: GRANT pg_monitor TO the monitoring role");
        assertThat(answer.code()).isEqualTo(3);
        Answer noTarget = stand.with("", ONE, "health-check", "--target", "nowhere");
        assertThat(noTarget.out()).isEqualTo("no target was selected\n");
        assertThat(noTarget.code()).isEqualTo(3);
    }

    @Test
    void serverThatDoesNotAnswer_isTwo() throws Exception {
        stand.server.stop();
        try {
            Answer answer = stand.run("health-check", "--format", "json");
            assertThat(answer.out())
                    .startsWith("{\"status\":\"unhealthy\"")
                    .contains("\"rule\":\"reachable\",\"severity\":\"critical\"")
                    .contains("\"status\":\"unhealthy\",\"error\":\"", "\"metrics\":null}]}");
            assertThat(answer.code()).isEqualTo(2);
            Answer plugin = stand.run("health-check", "--format", "nagios");
            assertThat(plugin.out())
                    .startsWith("DBVITALS_HEALTH CRITICAL: shop unhealthy: ")
                    .contains(" | 'shop score'=0;;;0;100\nshop to do: see why: dbvitals diagnose --target shop\n");
            assertThat(plugin.code()).isEqualTo(2);
            assertThat(stand.run("cleanup").code()).isEqualTo(2);
            assertThat(stand.run("guard", "explain").code()).isEqualTo(2);
        } finally {
            stand.server.startAgain();
        }
    }

    @Test
    void explain_saysWhyEachSessionIsInOrOut() throws Exception {
        Member root = stand.crowd.idleInTransaction("app", "root", "UPDATE goods SET amount = 1 WHERE id = 1");
        Member victim = stand.crowd.waiter("victim", 1);
        Member report = stand.crowd.busy("app", "report", "SELECT pg_sleep(600)");
        Member reader = stand.crowd.idleInTransaction("app", "reader", "SELECT 1");
        Member idle = stand.crowd.idle("app", "web");
        stand.crowd.age(GuardStand.AGE);
        Answer answer = stand.run("guard", "explain");
        assertThat(answer.code()).isZero();
        assertThat(part(answer, root)).isEqualTo("""
                idle in transaction
                  may end   blocked              blocks 1 session, the longest for N
                  may end   idle_in_transaction  idle in its transaction for N, and blocks 1 session, the longest for N
                  out       long_queries         runs nothing
                  out       locks                the rule counts locks""");
        assertThat(part(answer, victim)).isEqualTo("""
                active
                  counts    blocked              waits for N: a victim, not a root
                  out       idle_in_transaction  not idle in a transaction
                  out       long_queries         waits for a lock: a victim
                  out       locks                the rule counts locks""");
        assertThat(part(answer, report)).isEqualTo("""
                active
                  out       blocked              neither waits nor blocks
                  out       idle_in_transaction  not idle in a transaction
                  may end   long_queries         runs for N
                  out       locks                the rule counts locks""");
        assertThat(part(answer, reader))
                .contains(
                        "  counts    idle_in_transaction  idle in its transaction for N, but blocks nobody and holds back"
                                + " nothing: only reported\n");
        assertThat(part(answer, idle)).startsWith("idle\n").doesNotContain("may end", "  counts  ");
        assertThat(stand.run("guard", "explain", "--format", "json").out())
                .startsWith("{\"targets\":[{\"target\":\"shop\",\"error\":null,\"missing\":[],\"sessions\":[{\"pid\":")
                .contains("\"long_queries\":{\"counts\":true,\"may_end\":true,\"why\":\"runs for ")
                .doesNotContain("pg_sleep");
    }

    /** What is said of one session, without its head and with N for every time. */
    private static String part(Answer answer, Member member) {
        String out = answer.out();
        int begin = out.indexOf("shop: " + member.pid() + " (app in postgres, ");
        assertThat(begin).as(out).isNotNegative();
        int end = out.indexOf("\nshop: ", begin);
        String part = out.substring(begin, end < 0 ? out.length() - 1 : end);
        return part.substring(part.indexOf("), ") + 3).replaceAll("for \\d\\w+", "for N");
    }
}
