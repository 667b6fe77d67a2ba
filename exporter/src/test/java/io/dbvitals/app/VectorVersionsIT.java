package io.dbvitals.app;

import static io.dbvitals.app.VectorPage.index;
import static io.dbvitals.app.VectorPage.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The inventory on every version, of an access method that no file names: PostgreSQL's own GiST under another name, which orders points
 * by distance. Unlike that of pgvector it takes indexes of several columns.
 */
class VectorVersionsIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void unknownAccessMethod_isReadByItsOrderedColumn(int major) throws Exception {
        try (TestServer server = TestServer.start(major)) {
            server.execute(
                    "CREATE SCHEMA app",
                    "CREATE EXTENSION pg_buffercache",
                    "CREATE ACCESS METHOD nearest TYPE INDEX HANDLER gisthandler",
                    """
                    CREATE OPERATOR CLASS near_ops DEFAULT FOR TYPE point USING nearest AS
                      OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops,
                      FUNCTION 1 gist_point_consistent(internal, point, int2, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
                      FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
                      FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
                      FUNCTION 8 gist_point_distance(internal, point, int2, oid, internal), STORAGE box""",
                    """
                    CREATE OPERATOR CLASS label_ops DEFAULT FOR TYPE box USING nearest AS OPERATOR 3 && (box, box),
                      FUNCTION 1 gist_box_consistent(internal, box, int2, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
                      FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
                      FUNCTION 7 gist_box_same(box, box, internal)""",
                    "CREATE TABLE app.places (labels box, at point, other point)",
                    "INSERT INTO app.places SELECT box(point(i, i)), point(i, 1), point(0, 0) FROM generate_series(1, 100) i",
                    "CREATE INDEX places_at ON app.places USING nearest (labels, at) WITH (fillfactor = 80) WHERE other IS NOT NULL",
                    "CREATE INDEX places_labels ON app.places USING nearest (labels)");
            Samples page = page(server);
            assertThat(page.all("pg_vector_index_info"))
                    .as("an index that orders nothing is none")
                    .singleElement()
                    .asString()
                    .contains(
                            "am=\"nearest\"",
                            "column=\"at\"",
                            "type=\"point\"",
                            "opclass=\"near_ops\"",
                            "operator=\"<->\"",
                            "partial=\"true\"");
            assertThat(page.has("pg_vector_index_dimensions")).isFalse();
            assertThat(page.value("pg_vector_index_vectors", index("places", "places_at")))
                    .isEqualTo(100);
            assertThat(page.all("pg_vector_index_scans_total")).hasSize(1);
            assertThat(page.all("pg_vector_column_indexed")).hasSize(1);
            assertThat(page.value("pg_vector_column_indexed", table("places", "column=\"at\"")))
                    .isEqualTo(1);
            assertThat(page.all("pg_vector_table_operations_total")).hasSize(4);
            assertThat(page.all("pg_vector_index_size_bytes")).hasSize(1);
            assertThat(page.all("pg_vector_index_option"))
                    .singleElement()
                    .asString()
                    .contains("option=\"fillfactor\"")
                    .endsWith(" 80.0");
        }
    }

    private Samples page(TestServer server) throws Exception {
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {enable: " + VectorPage.DETAILS + "}\ntargets:\n" + server.target("one", "postgres", ""))) {
            Samples page = exporter.samples("/metrics/postgres");
            assertThat(page.failed()).isEmpty();
            return page;
        }
    }
}
