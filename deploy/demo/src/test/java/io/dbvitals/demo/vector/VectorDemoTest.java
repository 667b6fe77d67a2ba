package io.dbvitals.demo.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import io.dbvitals.demo.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At a real PostgreSQL; with pgvector where it has been built, which {@code services.required} may demand. */
class VectorDemoTest {
    private static final Path PGVECTOR =
            Path.of(System.getProperty("pgvector", System.getProperty("user.home") + "/.cache/dbvitals/pgvector-17"));

    @TempDir
    private static Path folder;

    private static Postgres postgres;

    @BeforeAll
    static void start() throws DemoException {
        postgres = Postgres.start(folder.resolve("binaries"), folder.resolve("postgres"));
    }

    @AfterAll
    static void stop() throws DemoException {
        postgres.close();
    }

    @Test
    void colours_are_found_by_their_index() throws DemoException, SQLException {
        postgres.run("postgres", "CREATE DATABASE colours");
        try (VectorDemo demo = VectorDemo.ofColours(postgres, "colours");
                Connection session = postgres.connect("colours")) {
            Colours.search(session);

            assertThat(texts(session, "SELECT count(*) FROM colours")).containsExactly("5000");
            assertThat(texts(
                            session,
                            "EXPLAIN SELECT lab <-> '(0,0,0)'::cube AS distance FROM public.colours"
                                    + " ORDER BY distance LIMIT 10"))
                    .anyMatch(line -> line.contains("using colours_lab on colours"));
            assertThat(texts(session, "SELECT has_table_privilege('dbvitals', 'colours', 'SELECT')"))
                    .containsExactly("t");
            assertThat(demo.searched()).containsExactly("colours_lab");
            assertThat(demo.recalled()).isEmpty();
            assertThat(demo.embeddings()).isEmpty();
            assertThat(demo.ofServer(folder)).isEmpty();
            assertThat(demo.ofShop())
                    .startsWith("vector:\n  probe: auto\n  interval: 2s\n")
                    .contains("  queries:\n    - name: similar-colours\n      database: colours\n");
        }
    }

    @Test
    void embeddings_are_found_by_their_index_and_questions_by_none() throws DemoException, SQLException {
        installPgvector();
        postgres.run("postgres", "CREATE DATABASE reviews");
        try (VectorDemo demo = VectorDemo.withEmbeddings(postgres, "reviews");
                Connection session = demo.embeddings().orElseThrow().open()) {
            Embeddings.searchReviews(session);
            Embeddings.searchQuestions(session);

            assertThat(plan(session, "reviews")).anyMatch(line -> line.contains("using reviews_embedding on reviews"));
            assertThat(plan(session, "questions")).anyMatch(line -> line.contains("Seq Scan on questions"));
            assertThat(texts(session, "SELECT has_table_privilege('dbvitals', 'reviews', 'SELECT')"))
                    .containsExactly("t");
            assertThat(demo.searched()).containsExactly("colours_lab", "reviews_embedding");
            assertThat(demo.recalled()).containsExactly("reviews_embedding");
            assertThat(demo.ofServer(folder)).isEmpty();
        }
    }

    @Test
    void a_server_that_is_given_has_a_schema_until_the_end() throws Exception {
        installPgvector();
        postgres.run("postgres", "CREATE DATABASE shop", "CREATE DATABASE given");
        Sessions sessions = () -> postgres.connect("given");
        String url = postgres.url("given").replace("://", "://postgres:a$b@");
        try (VectorDemo demo = VectorDemo.withServer(postgres, "shop", url, "");
                Connection session = demo.embeddings().orElseThrow().open()) {
            Embeddings.searchReviews(session);

            assertThat(texts(
                            session,
                            "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                    + " WHERE c.relname = 'reviews_embedding'"))
                    .containsExactly("dbvitals_demo");
            assertThat(demo.searched()).containsExactly("colours_lab", "reviews_embedding");
            assertThat(demo.ofServer(folder))
                    .startsWith("- name: vectors\n  postgres: {url: \"" + postgres.url("given")
                            + "\", user: \"postgres\", password_file: vectors-password}\n  vector:\n    probe: auto\n")
                    .endsWith("    include: [\"dbvitals_demo.*\"]\n");
            assertThat(folder.resolve("vectors-password")).hasContent("a$b");
            assertThatThrownBy(() -> GivenServer.at(url, "").createSchema())
                    .hasMessageStartingWith("the server has a schema dbvitals_demo already, perhaps of a demo that was"
                            + " killed; run DROP SCHEMA dbvitals_demo CASCADE there");
        }
        try (Connection session = sessions.open()) {
            assertThat(texts(session, "SELECT 1 FROM pg_namespace WHERE nspname = 'dbvitals_demo'"))
                    .isEmpty();
            assertThat(texts(session, "SELECT 1 FROM pg_extension WHERE extname = 'vector'"))
                    .isEmpty();
        }
    }

    @Test
    void pgvector_that_was_there_stays() throws Exception {
        installPgvector();
        postgres.run("postgres", "CREATE DATABASE prepared");
        postgres.run("prepared", "CREATE SCHEMA extensions", "CREATE EXTENSION vector SCHEMA extensions");
        String url = postgres.url("prepared").replace("://", "://postgres@");
        try (GivenServer server = GivenServer.at(url, "")) {
            server.createSchema();
            try (Connection session = server.open()) {
                assertThat(texts(session, "SELECT '[1,2]'::vector")).containsExactly("[1,2]");
            }
        }
        try (Connection session = postgres.connect("prepared")) {
            assertThat(texts(session, "SELECT 1 FROM pg_extension WHERE extname = 'vector'"))
                    .hasSize(1);
        }
    }

    @Test
    void a_server_without_pgvector_is_told_what_to_do_and_left_as_it_was() throws Exception {
        postgres.run(
                "postgres",
                "CREATE ROLE guest LOGIN",
                "CREATE DATABASE plain",
                "GRANT CREATE ON DATABASE plain TO guest");
        String url = postgres.url("plain").replace("://", "://guest@");

        assertThatThrownBy(() -> GivenServer.at(url, "").createSchema())
                .isInstanceOf(DemoException.class)
                .hasMessageStartingWith("the database given with --postgres has no pgvector, and this user may not"
                        + " create it; have an administrator run CREATE EXTENSION vector there: ");
        try (Connection session = postgres.connect("plain")) {
            assertThat(texts(session, "SELECT 1 FROM pg_namespace WHERE nspname = 'dbvitals_demo'"))
                    .isEmpty();
        }
    }

    @Test
    void a_server_where_no_schema_may_be_made_is_an_error() throws DemoException {
        postgres.run("postgres", "CREATE ROLE stranger LOGIN", "CREATE DATABASE closed");
        String url = postgres.url("closed").replace("://", "://stranger@");

        assertThatThrownBy(() -> GivenServer.at(url, "").createSchema())
                .hasMessageStartingWith(
                        "the schema dbvitals_demo cannot be made on the server given with --postgres: ");
    }

    @Test
    void files_that_are_missing_are_named() {
        assertThatThrownBy(() -> new PgvectorFiles(folder.resolve("none")).installInto(folder.resolve("binaries")))
                .hasMessageStartingWith("pgvector cannot be installed from " + folder.resolve("none") + ": ");
    }

    private static void installPgvector() throws DemoException {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains("pgvector")) {
            assumeThat(Files.exists(PGVECTOR.resolve("vector.so")))
                    .as("pgvector; scripts/pgvector.sh builds it")
                    .isTrue();
        }
        new PgvectorFiles(PGVECTOR).installInto(folder.resolve("binaries"));
    }

    private static List<String> plan(Connection session, String table) throws SQLException {
        return texts(
                session,
                "EXPLAIN SELECT id FROM " + table + " ORDER BY embedding <-> (SELECT embedding FROM " + table
                        + " WHERE id = 1) LIMIT 10");
    }

    private static List<String> texts(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
