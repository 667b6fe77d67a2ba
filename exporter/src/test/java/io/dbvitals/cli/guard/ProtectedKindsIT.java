package io.dbvitals.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.guard.GuardStand.Answer;
import io.dbvitals.guard.postgres.Crowd.Member;
import io.dbvitals.testing.Peer;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each kind of session that no rule ends, beside one that is ended. */
class ProtectedKindsIT {
    private static final String LONG = "SELECT pg_sleep(600)";

    /** Of a version that Debian's pg_dump can read. */
    @RegisterExtension
    static final GuardStand stand = GuardStand.start(15, Map.of("autovacuum_naptime", "1s"));

    @BeforeAll
    static void makeWhatIsSlow() {
        stand.server.execute("CREATE FUNCTION slow(int) RETURNS int IMMUTABLE LANGUAGE plpgsql"
                + " AS 'BEGIN PERFORM pg_sleep(600); RETURN 1; END'");
        Vacuumed.table(stand);
    }

    @Test
    void superuser_isLeftAlone_alsoWhenItBlocksOthers() throws Exception {
        Member boss = stand.crowd.idleInTransaction("postgres", "boss", "UPDATE goods SET amount = 1 WHERE id = 1");
        stand.crowd.waiter("waiter", 1);
        Answer answer = spared(boss.pid(), List.of());
        assertThat(answer.out())
                .contains("shop: left alone: " + boss.pid() + " (postgres in postgres, \"boss\", 127.0.0.1:")
                .contains("but protected: of a superuser (rule blocked)");
        assertThat(explained(boss)).contains("of a superuser");
    }

    @Test
    void replicationRole_isLeftAlone_alsoAsAnOrdinaryClient() throws Exception {
        stand.server.execute("DROP ROLE IF EXISTS shipper", "CREATE ROLE shipper LOGIN REPLICATION");
        Member shipper = stand.crowd.busy("shipper", "shipper", LONG);
        spared(shipper.pid(), List.of());
        assertThat(explained(shipper)).contains("of a replication role");
    }

    @Test
    void physicalWalsender_isLeftAlone() throws Exception {
        try (Connection sender = Senders.physical(stand, "wal")) {
            stand.server.execute("ALTER ROLE copier NOREPLICATION");
            spared(Senders.pid(stand, "wal"), List.of());
            assertThat(sender.isClosed()).isFalse();
        }
    }

    @Test
    void logicalWalsender_isLeftAlone() throws Exception {
        try (Connection sender = Senders.logical(stand, "changes")) {
            stand.server.execute("ALTER ROLE copier NOREPLICATION");
            spared(Senders.pid(stand, "changes"), List.of());
            assertThat(sender.isClosed()).isFalse();
        }
    }

    @Test
    void autovacuum_isLeftAlone() throws Exception {
        spared(Vacuumed.worker(stand), List.of());
    }

    /** It waits for its reader, which takes nothing. */
    @Test
    void dumpOfThePgDumpProgram_isLeftAlone() throws Exception {
        Peer.need("pg_dump");
        stand.server.execute(
                "CREATE TABLE heavy AS SELECT repeat(md5(g::text), 250) AS text FROM generate_series(1, 4000) g",
                "ALTER TABLE heavy OWNER TO app");
        Process dump = new ProcessBuilder(
                        "pg_dump",
                        "--host=127.0.0.1",
                        "--port=" + stand.server.port(),
                        "--username=app",
                        "--table=heavy",
                        "postgres")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String backend =
                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'pg_dump' AND query LIKE 'COPY%'"
                            + " AND query_start < clock_timestamp() - interval '1100 ms'";
            org.awaitility.Awaitility.await()
                    .until(() -> !stand.server.ask(backend).isEmpty());
            spared(Long.parseLong(stand.server.ask(backend)), List.of());
            assertThat(dump.isAlive()).isTrue();
            assertThat(stand.run("guard", "explain").out())
                    .contains("\"pg_dump\" is a backup, replication or maintenance tool");
        } finally {
            dump.destroyForcibly().waitFor();
        }
    }

    @Test
    void sessionNamedAsADump_isLeftAlone() throws Exception {
        Member dump = stand.crowd.busy("app", "pg_dump", LONG);
        spared(dump.pid(), List.of());
        assertThat(explained(dump)).contains("\"pg_dump\" is a backup, replication or maintenance tool");
    }

    @Test
    void vacuum_isLeftAlone() throws Exception {
        Member vacuum = stand.crowd.idle("app", "vacuum");
        vacuum.run("SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1");
        stand.crowd.go(vacuum, "VACUUM bloated");
        spared(vacuum.pid(), List.of());
        assertThat(explained(vacuum)).contains("runs maintenance or DDL");
    }

    @Test
    void indexBuild_isLeftAlone() throws Exception {
        Member builder = stand.crowd.busy("app", "builder", "CREATE INDEX by_slow ON goods (slow(id))");
        spared(builder.pid(), List.of());
        assertThat(explained(builder)).contains("runs maintenance or DDL");
    }

    @Test
    void indexBuildWithinABlock_isLeftAloneByItsProgress() throws Exception {
        Member builder =
                stand.crowd.busy("app", "block", "DO $$ BEGIN CREATE INDEX by_slow ON goods (slow(id)); END $$");
        spared(builder.pid(), List.of());
        assertThat(explained(builder)).contains("the server shows the progress of a backup or rebuild in it");
    }

    @Test
    void scrapingSession_isLeftAlone() throws Exception {
        Member scrape = stand.crowd.busy("dbvitals", "dbvitals", LONG);
        spared(scrape.pid(), List.of());
        assertThat(explained(scrape)).contains("a session of dbvitals");
    }

    @Test
    void whomTheConfigurationProtects_isLeftAlone() throws Exception {
        stand.server.execute("DROP ROLE IF EXISTS etl_night", "CREATE ROLE etl_night LOGIN");
        Member application = stand.crowd.busy("app", "billing-7", LONG);
        spared(application.pid(), List.of("protect: {applications: [\"billing-.*\"]}"));
        stand.clear();
        Member user = stand.crowd.busy("etl_night", "etl", LONG);
        spared(user.pid(), List.of("protect: {users: [\"etl_*\"]}"));
        stand.clear();
        Member here = stand.crowd.busy("app", "here", LONG);
        stand.crowd.age(GuardStand.AGE);
        Answer none = stand.run(List.of("protect: {databases: [postgres]}"), "cleanup", "--execute");
        assertThat(none.out()).isEqualTo("shop: nothing is to be ended\n");
        assertThat(stand.crowd.lives(here)).isTrue();
    }

    /** A cleanup ends another session, and leaves that one at what it does. */
    private static Answer spared(long pid, List<String> keys) throws Exception {
        Member other = stand.crowd.busy("app", "report", LONG);
        stand.crowd.age(GuardStand.AGE);
        String before = stand.trace(pid);
        Answer answer = stand.run(keys, "cleanup", "--execute");
        assertThat(answer.deeds()).as(answer.out() + answer.err()).containsExactly("cancel " + other.pid());
        assertThat(other.ended().get()).isEqualTo("57014");
        assertThat(stand.trace(pid)).isNotEmpty().isEqualTo(before);
        return answer;
    }

    private static String explained(Member member) {
        String out = stand.run("guard", "explain").out();
        int begin = out.indexOf("shop: " + member.pid() + " (");
        int end = out.indexOf("\nshop: ", begin);
        return out.substring(begin, end < 0 ? out.length() : end);
    }
}
