package io.dbvitals.demo.vector;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Points around some centres, as embeddings lie; the same ones every time.
 *
 * @param count of points
 * @param dimensions of each
 * @param clusters centres, with components from −1 to 1
 */
public record Points(int count, int dimensions, int clusters) {
    private static final double SPREAD = 0.15;
    private static final long SEED = 4711;

    /** How a type writes a point. */
    public enum Form {
        /** Of pgvector's types. */
        VECTOR("[", "]"),
        /** Of the extension cube. */
        CUBE("(", ")"),
        /** Of PostgreSQL's own arrays. */
        ARRAY("{", "}");

        private final String open;
        private final String close;

        Form(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    /** Appends them to a table whose two columns are a number, from 1 on, and the point. */
    public void copyInto(Connection session, String table, Form form) throws SQLException {
        Random random = new Random(SEED);
        double[][] centres = new double[clusters][dimensions];
        for (double[] centre : centres) {
            for (int i = 0; i < dimensions; i++) {
                centre[i] = 2 * random.nextDouble() - 1;
            }
        }
        CopyIn copy = session.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
        try {
            for (int number = 1; number <= count; number++) {
                byte[] line = line(number, centres[random.nextInt(clusters)], random, form);
                copy.writeToCopy(line, 0, line.length);
            }
            long unused = copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static byte[] line(int number, double[] centre, Random random, Form form) {
        StringBuilder text = new StringBuilder().append(number).append('\t').append(form.open);
        for (int i = 0; i < centre.length; i++) {
            double component = centre[i] + SPREAD * random.nextGaussian();
            text.append(i == 0 ? "" : ",").append(Math.round(component * 1e4) / 1e4);
        }
        return text.append(form.close).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
