package io.dbvitals.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.postgresql.PGConnection;

/** Tables of vectors for tests: the same for the same seed. */
public final class VectorRows {
    /** Spread of a cluster, where its centre's components are between −1 and 1. */
    private static final double SPREAD = 0.15;

    private static final int STEPS = 64;

    private final int rows;
    private final int dimensions;
    private final int clusters;
    private final long seed;
    private final boolean grid;

    private VectorRows(int rows, int dimensions, int clusters, long seed, boolean grid) {
        this.grid = grid;
        this.rows = rows;
        this.dimensions = dimensions;
        this.clusters = clusters;
        this.seed = seed;
    }

    /** Vectors around so many centres, as embeddings are. */
    public static VectorRows clustered(int rows, int dimensions, int clusters, long seed) {
        return new VectorRows(rows, dimensions, clusters, seed, false);
    }

    /** The same with components of which sums of products are exact in single precision, in whatever order they are added. */
    public VectorRows onGrid() {
        return new VectorRows(rows, dimensions, clusters, seed, true);
    }

    /** The nearest component of that kind. */
    public static float onGrid(double value) {
        return Math.round(value * STEPS) / (float) STEPS;
    }

    /** Makes {@code table (id int PRIMARY KEY, embedding vector(dimensions))} in the database postgres and fills it; no index. */
    public void create(TestServer server, String table) {
        server.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, embedding public.vector(" + dimensions + "))");
        append(server, table, 0);
        server.execute("ANALYZE " + table);
    }

    /** Adds the rows with ids from {@code first + 1} on. */
    public void append(TestServer server, String table, int first) {
        Random random = new Random(seed);
        double[][] centres = new double[clusters][dimensions];
        for (double[] centre : centres) {
            for (int i = 0; i < dimensions; i++) {
                centre[i] = 2 * random.nextDouble() - 1;
            }
        }
        StringBuilder text = new StringBuilder(rows * dimensions * 8);
        for (int row = 0; row < rows; row++) {
            double[] centre = centres[random.nextInt(clusters)];
            text.append(first + row + 1).append("\t[");
            for (int i = 0; i < dimensions; i++) {
                double exact = centre[i] + SPREAD * random.nextGaussian();
                float value = grid ? onGrid(exact) : (float) exact;
                text.append(i == 0 ? "" : ",").append(value);
            }
            text.append("]\n");
        }
        try (Connection connection = server.connect("postgres")) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (id, embedding) FROM STDIN", new StringReader(text.toString()));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
