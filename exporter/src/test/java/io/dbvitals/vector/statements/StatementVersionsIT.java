package io.dbvitals.vector.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every version of PostgreSQL and pg_stat_statements. Where there is no pgvector, cubes under another access method stand in. */
class StatementVersionsIT {
    private static final String NEAREST = "SELECT id FROM boxes ORDER BY c <-> '(1,2,3)' LIMIT 3";

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void serverWithoutVectors_isNeverAskedForItsStatements(int major) throws Exception {
        try (TestServer server = TestServer.start(major)) {
            server.execute(
                    "CREATE EXTENSION cube",
                    "CREATE TABLE boxes (id int, c cube)",
                    "CREATE INDEX ON boxes USING gist (c)",
                    NEAREST);
            try (Stand stand = new Stand(server, "postgres")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(stand.page()).isEmpty();
                }
                assertThat(stand.reads()).isZero();
                assertThat(stand.lookUps()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"13,1.7", "13,1.8", "14,1.9", "15,1.10", "16,1.10", "17,1.10", "17,1.11", "18,1.12"})
    void everyVersion_isRead(int major, String version) throws Exception {
        try (TestServer server = TestServer.start(major)) {
            server.execute(
                    "DROP EXTENSION pg_stat_statements",
                    "CREATE EXTENSION pg_stat_statements VERSION '" + version + "'",
                    "CREATE EXTENSION cube",
                    "CREATE ACCESS METHOD nearest TYPE INDEX HANDLER gisthandler",
                    """
                    CREATE OPERATOR CLASS near_ops FOR TYPE cube USING nearest AS
                        OPERATOR 17 <-> (cube, cube) FOR ORDER BY float_ops,
                        FUNCTION 1 g_cube_consistent (internal, cube, smallint, oid, internal),
                        FUNCTION 2 g_cube_union (internal, internal),
                        FUNCTION 5 g_cube_penalty (internal, internal, internal),
                        FUNCTION 6 g_cube_picksplit (internal, internal),
                        FUNCTION 7 g_cube_same (cube, cube, internal),
                        FUNCTION 8 g_cube_distance (internal, cube, smallint, oid, internal)""",
                    "CREATE TABLE boxes (id int, c cube)",
                    "CREATE INDEX ON boxes USING nearest (c near_ops)",
                    "INSERT INTO boxes SELECT i, cube(i) FROM generate_series(1, 10) i",
                    NEAREST);
            try (Stand stand = new Stand(server, "postgres")) {
                assertThat(stand.calls("boxes", "<->")).isEqualTo(1);
                assertThat(stand.samples().value("pg_vector_statement_rows_total"))
                        .isEqualTo(3);
                assertThat(stand.samples().value("pg_vector_statement_seconds_total"))
                        .isPositive()
                        .isLessThan(60);
                assertThat(stand.reads()).isEqualTo(3);
                server.execute("SELECT pg_stat_statements_reset()", NEAREST, NEAREST, NEAREST);
                double calls = stand.calls("boxes", "<->");
                if (version.matches("1\\.[78]")) {
                    assertThat(calls)
                            .as("1 and 3, or growth from 1 to 3 unless something else fell")
                            .isIn(4.0, 3.0);
                } else {
                    assertThat(calls).isEqualTo(4);
                }
            }
        }
    }
}
