package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.testing.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GistProbeIT {
    @ParameterizedTest
    @ValueSource(ints = {14, 17})
    void nearestNeighbours_ofAnIndexOfPostgresItself(int major) {
        try (TestServer server = TestServer.start(major)) {
            server.execute(
                    "CREATE EXTENSION cube",
                    "CREATE TABLE places (id int, at cube)",
                    "INSERT INTO places SELECT i, cube(ARRAY[i % 50, i / 50]) FROM generate_series(1, 5000) i",
                    "CREATE INDEX places_at ON places USING gist (at)",
                    "ANALYZE places",
                    "GRANT SELECT ON places TO dbvitals");
            VectorConfig.OwnQuery query = new VectorConfig.OwnQuery(
                    "near",
                    "",
                    "public.places_at",
                    "SELECT at::text FROM places TABLESAMPLE SYSTEM (50) LIMIT 20",
                    "SELECT at <-> $1::cube AS d FROM places ORDER BY d LIMIT 5");
            try (Stand stand = new Stand(server, Stand.quick(List.of(query)))) {
                stand.untilIs(1, "pg_vector_probe_index_used", "places_at");
            }
        }
    }
}
