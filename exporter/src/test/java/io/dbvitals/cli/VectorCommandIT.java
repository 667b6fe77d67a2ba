package io.dbvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.VectorRows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vector report}, on tables of which each has one thing wrong. */
class VectorCommandIT {
    private static TestServer server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.startWithVector();
        VectorRows.clustered(20_000, 32, 100, 11).create(server, "docs");
        VectorRows.clustered(12_000, 16, 40, 12).create(server, "worn");
        VectorRows.clustered(300, 8, 4, 13).create(server, "small");
        VectorRows.clustered(300, 8, 4, 14).create(server, "closed");
        server.execute(
                "CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops) WITH (m = 4, ef_construction = 16)",
                "CREATE INDEX docs_lists ON docs USING ivfflat (embedding vector_cosine_ops) WITH (lists = 100)",
                "ALTER TABLE worn SET (autovacuum_enabled = off)",
                "CREATE INDEX worn_hnsw ON worn USING hnsw (embedding vector_l2_ops)",
                "DELETE FROM worn WHERE id % 10 < 6",
                "CREATE INDEX small_hnsw ON small USING hnsw (embedding vector_l2_ops)",
                "CREATE INDEX small_broken ON small USING hnsw (embedding vector_ip_ops)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'small_broken'::regclass",
                "CREATE INDEX closed_hnsw ON closed USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON docs, worn, small TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void report_showsWhatTheSettingTrades() throws Exception {
        assertThat(run("docs_hnsw")).isLessThan(ExitCode.CRITICAL);
        String text = text(out);
        assertThat(text)
                .contains("a/postgres: public.docs_hnsw on docs (embedding)\n")
                .contains(
                        "hnsw over vector(32) by OPERATOR(public.<->), ef_construction 16, m 4; extension vector 0.8.0")
                .contains("vectors   20,000 (estimate)")
                .contains("used by a search that touched ")
                .contains("hnsw.ef_search      p50 ms")
                .contains("40 (current)")
                .contains("200 searches each");
        assertThat(recall(text, "10")).isLessThan(recall(text, "40 (current)"));
        assertThat(recall(text, "40 (current)")).isLessThan(recall(text, "160"));
        assertThat(text(err)).isEmpty();
    }

    @Test
    void report_ofListsAtOneProbe_triesMore() throws Exception {
        run("--searches", "50", "public.docs_lists");
        assertThat(text(out)).contains("ivfflat.probes", "lists 100");
        assertThat(recall(text(out), "1 (current)"))
                .isLessThan(recall(text(out), "4"))
                .isLessThan(recall(text(out), "16"));
        assertThat(recall(text(out), "16")).isGreaterThan(90);
    }

    @Test
    void advice_namesWhatIsWrong() throws Exception {
        server.execute("SELECT pg_stat_force_next_flush()");
        assertThat(run("worn_hnsw", "--searches", "20")).isEqualTo(ExitCode.WARNING);
        assertThat(text(out))
                .contains("7,200 dead (60 %)")
                .contains("to do     60 % of the rows are dead")
                .contains(
                        "REINDEX INDEX CONCURRENTLY public.worn_hnsw, which makes the vacuum short, then VACUUM public.worn");
    }

    @Test
    void invalidIndex_isCritical() throws Exception {
        assertThat(run("small_*", "--no-recall", "--searches", "10")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .contains("state     INVALID")
                .contains("to do     the index is invalid: no search uses it and every write pays for it")
                .contains("NOT USED by a search: it read the table")
                .contains("recall@10   worst\n")
                .contains("-       -\n");
    }

    @Test
    void missingRight_isNamedWithTheGrant() throws Exception {
        assertThat(run("closed_hnsw")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .contains("measured  not all: it may not be read")
                .contains("GRANT SELECT (embedding) ON public.closed TO the monitoring user");
    }

    @Test
    void json_hasEveryFigure() throws Exception {
        run("--format", "json", "--searches", "20", "docs_hnsw");
        assertThat(text(out))
                .startsWith("{\"indexes\":[{\"target\":\"a\",\"database\":\"postgres\",\"schema\":\"public\"")
                .contains("\"access_method\":\"hnsw\"", "\"setting\":\"hnsw.ef_search\"", "\"index_used\":true")
                .containsPattern("\"value\":40,\"current\":true,\"searches\":20,\"p50_seconds\":[0-9.E-]+,")
                .containsPattern(
                        "\"recall_ratio\":[01]\\.\\d+,\"recall_worst_ratio\":[01]\\.\\d+,\"neighbours\":10\\.0")
                .contains("\"recall_method\":\"exact\"", "\"failures\":[]}");
    }

    @Test
    void mistakes_areToldWithTheRemedy() throws Exception {
        assertThat(run("--searches", "0")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--searches must be from 1 to 10000, not 0");
        assertThat(run("no_such_index")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).isEqualTo("no vector index was found\n");
        server.execute("ALTER ROLE dbvitals NOLOGIN");
        try {
            assertThat(run("docs_hnsw")).isEqualTo(ExitCode.CRITICAL);
            assertThat(text(err)).contains("dbvitals: a: ").contains("check the user's LOGIN right");
        } finally {
            server.execute("ALTER ROLE dbvitals LOGIN");
        }
    }

    private static double recall(String text, String setting) {
        Matcher line = Pattern.compile("(?m)^  " + Pattern.quote(setting) + " +[0-9.]+ +[0-9.]+ +[0-9.]+ +([0-9.]+) %")
                .matcher(text);
        assertThat(line.find()).as("the line of " + setting + " in\n" + text).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private int run(String... arguments) throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, "targets:\n" + server.target("a", "postgres", ""));
        String[] all = new String[arguments.length + 4];
        all[0] = "vector";
        all[1] = "report";
        all[2] = "--config";
        all[3] = file.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        out.reset();
        err.reset();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Commands.run(all);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
