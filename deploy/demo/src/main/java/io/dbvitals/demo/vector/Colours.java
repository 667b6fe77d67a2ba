package io.dbvitals.demo.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The colours that a shop's goods come in: nearest-neighbour search with what PostgreSQL itself brings, a GiST index on the
 * extension cube's type.
 */
public final class Colours {
    /** The index that finds similar colours. */
    public static final String INDEX = "colours_lab";

    private static final Points POINTS = new Points(5_000, 3, 40);

    private static final String SIMILAR =
            "SELECT id FROM colours ORDER BY lab <-> (SELECT lab FROM colours WHERE id = ?) LIMIT 8";

    private Colours() {}

    /** Makes the table, which the role of dbvitals may read. */
    public static void create(Postgres postgres, String database) throws DemoException {
        postgres.run(database, "CREATE EXTENSION cube", "CREATE TABLE colours (id int PRIMARY KEY, lab cube NOT NULL)");
        try (Connection session = postgres.connect(database)) {
            POINTS.copyInto(session, "colours", Points.Form.CUBE);
        } catch (SQLException e) {
            throw new DemoException("filling the table of colours failed", e);
        }
        postgres.run(
                database,
                "CREATE INDEX " + INDEX + " ON colours USING gist (lab)",
                "GRANT SELECT ON colours TO " + Postgres.ROLE,
                "ANALYZE colours");
    }

    /** Looks for colours like one of them. */
    public static void search(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SIMILAR)) {
            statement.setInt(1, 1 + ThreadLocalRandom.current().nextInt(POINTS.count()));
            statement.executeQuery().close();
        }
    }

    /** An element of {@code vector.queries}: the search that dbvitals is to do again and again. */
    static String query(String database) {
        return """
                - name: similar-colours
                  database: %s
                  index: public.%s
                  samples: SELECT lab::text FROM public.colours TABLESAMPLE SYSTEM (50) ORDER BY random() LIMIT 64
                  query: SELECT lab <-> $1::cube AS distance FROM public.colours ORDER BY distance LIMIT 10
                """.formatted(database, INDEX);
    }
}
