package io.dbvitals.demo.bench.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.demo.vector.PgvectorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At a real PostgreSQL with pgvector, which {@code services.required} may demand. */
class VectorServerTest {
    private static final Path PGVECTOR =
            Path.of(System.getProperty("pgvector", System.getProperty("user.home") + "/.cache/dbvitals/pgvector-17"));

    private static final Pattern TARGET = Pattern.compile("\\{url: \"(.*)\", user: (.*), password: \"(.*?)\"}");

    @Test
    void a_reader_may_search_and_is_charged_for_its_statements_alone(@TempDir Path folder) throws Exception {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains("pgvector")) {
            assumeThat(Files.exists(PGVECTOR.resolve("vector.so")))
                    .as("pgvector; scripts/pgvector.sh builds it")
                    .isTrue();
        }
        try (VectorServer server = VectorServer.start(
                folder.resolve("binaries"), folder.resolve("postgres"), new PgvectorFiles(PGVECTOR), 2)) {
            server.fill();
            Matcher target = TARGET.matcher(server.target(VectorServer.VECTORS, server.createRole("reader"), "{}"));
            assertThat(target.find()).isTrue();
            Cost before = Cost.of(server.sessions(), "reader", "");
            try (Connection session =
                            DriverManager.getConnection("jdbc:" + target.group(1), target.group(2), target.group(3));
                    Statement statement = session.createStatement()) {
                for (int i = 0; i < 3; i++) {
                    statement.execute("/* marked */ SELECT id FROM t2 ORDER BY embedding <->"
                            + " (SELECT embedding FROM t2 WHERE id = 7) LIMIT 10");
                }
                statement.execute("SELECT 1");
            }

            Cost marked = Cost.of(server.sessions(), "reader", "/* marked */");
            assertThat(marked.calls()).isEqualTo(3);
            assertThat(marked.millis()).isPositive();
            assertThat(Cost.of(server.sessions(), "reader", "").since(before).calls())
                    .isGreaterThanOrEqualTo(4);
            assertThat(server.description())
                    .matches("PostgreSQL 17\\.[0-9]+ with 2 tables of 3000 vectors of 32 dimensions");
        }
    }
}
