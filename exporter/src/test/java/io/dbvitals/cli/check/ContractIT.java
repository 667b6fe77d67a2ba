package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TcpProxy;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes and lines of everything that a server and a pooler can refuse or be too slow for. */
class ContractIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(17);
        server.execute(
                "CREATE ROLE stranger LOGIN PASSWORD 'x'",
                "CREATE DATABASE closed",
                "REVOKE CONNECT ON DATABASE closed FROM PUBLIC",
                "CREATE DATABASE \"a|b=\n'x\"",
                "CREATE DATABASE bare");
        server.authenticate("host all all all scram-sha-256");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            postgres ; stranger ; x     ; locks           ; 0 ; OK: total
            postgres ; stranger ; wrong ; locks           ; 2 ; CRITICAL: a: connecting to 127.0.0.1:
            missing  ; stranger ; x     ; locks           ; 2 ; CRITICAL: a: connecting to 127.0.0.1:
            closed   ; stranger ; x     ; locks           ; 3 ; UNKNOWN: a: connecting to 127.0.0.1:
            postgres ; stranger ; x     ; backends        ; 3 ; UNKNOWN: a: sessions of others are not shown/ GRANT pg_monitor TO "stranger"
            postgres ; stranger ; x     ; longest_query   ; 3 ; UNKNOWN: a: sessions of others are not shown
            postgres ; stranger ; x     ; streaming_delta ; 3 ; UNKNOWN: a: sessions of others are not shown
            postgres ; stranger ; x     ; wal_files       ; 3 ; UNKNOWN: a: wal_files on 127.0.0.1:
            postgres ; stranger ; x     ; archiver        ; 3 ; UNKNOWN: a: archiver on 127.0.0.1:
            postgres ; stranger ; x     ; temp_files      ; 3 ; UNKNOWN: a: temp_files on 127.0.0.1:
            bare     ; stranger ; x     ; pgss_dealloc    ; 3 ; UNKNOWN: a: the extension is missing/ in bare CREATE EXTENSION pg_stat_statements
            postgres ; stranger ; x     ; locks -w nobody=1 ; 3 ; UNKNOWN: there is no value called nobody
            postgres ; stranger ; x     ; uptime -w 10%   ; 3 ; UNKNOWN: -w cannot be a percentage: uptime has no largest value
            """)
    void refusal_isCritical_andAMissingRightUnknown(
            String database, String user, String password, String arguments, int code, String line) {
        Plugin.Answer answer =
                new Plugin(folder).check(target(server.port(), database, user, password), arguments.split(" "));
        assertThat(answer.line()).contains(" " + line.replace('/', ';'));
        assertThat(answer.code()).isEqualTo(code);
        if (database.equals("closed")) {
            assertThat(answer.line()).endsWith("GRANT CONNECT ON it TO the monitoring user");
        }
        if (answer.line().contains("_files on") || answer.line().contains("archiver on")) {
            assertThat(answer.line()).endsWith("GRANT pg_monitor TO the monitoring user");
        }
    }

    @Test
    void serverThatIsSilent_isCritical_withinTheTimeout() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server)) {
            proxy.fault(TcpProxy.Fault.SWALLOW);
            Plugin.Answer answer = new Plugin(folder)
                    .check(target(proxy.port(), "postgres", "stranger", "x"), "connection", "-t", "1s");
            assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        }
    }

    @Test
    void statementThatTakesTooLong_isCritical() {
        Plugin.Answer answer = new Plugin(folder)
                .check(
                        target(server.port(), "postgres", "stranger", "x"),
                        "query_runtime",
                        "--query",
                        "SELECT pg_sleep(60)",
                        "-t",
                        "2s");
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(answer.line())
                .startsWith("POSTGRES_QUERY_RUNTIME CRITICAL: a: query on ")
                .contains("57014");
    }

    /** A database may be called anything. */
    @Test
    void nameThatIsAPitfall_forgesNothing() {
        Plugin.Answer answer =
                new Plugin(folder).check(server.target("a", "postgres", ""), "max_freeze_age", "-w", "@0:", "-c", "");
        assertThat(answer.code()).isEqualTo(ExitCode.WARNING);
        assertThat(answer.line()).contains("'a/b= ''");
        assertThat(answer.text().replaceAll("[^|]", "")).hasSize(1);
    }

    @Test
    void pools_areRead_andADeadPoolerIsCritical() throws Exception {
        TestPgBouncer bouncer = TestPgBouncer.start(server, "scram-sha-256", Map.of());
        String target = "  - {name: b, pgbouncer: {url: 'pgbouncer://stats@127.0.0.1:" + bouncer.port()
                + "', password: '" + TestPgBouncer.PASSWORD + "'}}\n";
        Plugin plugin = new Plugin(folder);
        try (bouncer) {
            assertThat(plugin.check(target, "pgb_pool_cl_waiting").line())
                    .isEqualTo("PGBOUNCER_PGB_POOL_CL_WAITING OK: there are no pools");
            try (Connection client = bouncer.connect()) {
                client.setAutoCommit(false);
                assertThat(TestServer.answers(client)).isTrue();
                assertThat(plugin.check(target, "pgb_pool_sv_active", "-w", "0").line())
                        .matches(
                                "PGBOUNCER_PGB_POOL_SV_ACTIVE WARNING: shop\\.\\w+ 1 \\(outside 0\\) \\| shop\\.\\w+=1;0;;0");
                assertThat(plugin.check(target, "pgb_pool_cl_waiting").code()).isZero();
                assertThat(plugin.check(target, "pgb_pool_maxwait").code()).isZero();
                assertThat(plugin.check(target, "pgbouncer_backends").line())
                        .matches("PGBOUNCER_PGBOUNCER_BACKENDS OK: clients \\d+ \\| clients=\\d+;80;95;0;100");
                client.rollback();
            }
            assertThat(plugin.check(target.replace("s3cret", "other"), "pgb_pool_maxwait")
                            .code())
                    .isEqualTo(ExitCode.CRITICAL);
        }
        assertThat(plugin.check(target, "pgb_pool_maxwait").code()).isEqualTo(ExitCode.CRITICAL);
    }

    private static String target(int port, String database, String user, String password) {
        return "  - {name: a, postgres: {url: 'postgresql://127.0.0.1:" + port + "/" + database + "', user: " + user
                + ", password: " + password + "}}\n";
    }
}
