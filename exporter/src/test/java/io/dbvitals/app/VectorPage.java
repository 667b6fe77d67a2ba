package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;

/** What a new exporter, which has nothing cached, shows of a server with vectors. */
final class VectorPage {
    /** Those that are off by default. */
    static final String DETAILS = "[pg_vector_option, pg_vector_setting, pg_vector_expected, pg_vector_resident]";

    private VectorPage() {}

    /** As dbvitals, in the database postgres; every collector must have succeeded. */
    static Samples of(TestServer server, Path folder) throws Exception {
        try (TestExporter exporter = TestExporter.start(folder, "targets:\n" + server.target("one", "postgres", ""))) {
            Samples page = exporter.samples("/metrics/postgres");
            assertThat(page.failed()).isEmpty();
            return page;
        }
    }

    /** Labels of an index in the schema app. */
    static String[] index(String table, String index) {
        return new String[] {
            "datname=\"postgres\"", "schemaname=\"app\"", "relname=\"" + table + "\"", "indexrelname=\"" + index + "\""
        };
    }

    /** Labels of a table in the schema app, and one more. */
    static String[] table(String table, String label) {
        return new String[] {"datname=\"postgres\"", "schemaname=\"app\"", "relname=\"" + table + "\"", label};
    }

    /** SQL of a table with so many rows of random vectors. */
    static String[] items(String table, int rows, int dimensions) {
        return new String[] {
            "CREATE TABLE %s (id int PRIMARY KEY, e vector(%d), tenant int)".formatted(table, dimensions),
            """
            INSERT INTO %s SELECT i, ARRAY(SELECT random() - 0.5 + 0 * i FROM generate_series(1, %d))::vector, i %% 7
              FROM generate_series(1, %d) i""".formatted(table, dimensions, rows)
        };
    }
}
