package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import io.dbvitals.demo.Sessions;
import io.dbvitals.demo.vector.PgvectorFiles;
import io.dbvitals.demo.vector.Points;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL with two databases that hold the same rows: in one as vectors, each table under an HNSW index; in the other as arrays,
 * which no index searches. Stopped when closed.
 */
final class VectorServer implements AutoCloseable {
    static final String VECTORS = "vectors";
    static final String ARRAYS = "arrays";

    /** Enough rows that the planner takes an index. */
    private static final Points POINTS = new Points(3_000, 32, 60);

    private final Postgres postgres;
    private final int indexes;

    private VectorServer(Postgres postgres, int indexes) {
        this.postgres = postgres;
        this.indexes = indexes;
    }

    /** Starts the server; its databases are empty. */
    static VectorServer start(Path binaries, Path folder, PgvectorFiles pgvector, int indexes) throws DemoException {
        Postgres postgres = Postgres.start(binaries, folder);
        try {
            pgvector.installInto(binaries);
            postgres.run("postgres", "CREATE DATABASE " + VECTORS, "CREATE DATABASE " + ARRAYS);
            postgres.run(VECTORS, "CREATE EXTENSION vector");
            return new VectorServer(postgres, indexes);
        } catch (DemoException e) {
            postgres.close();
            throw e;
        }
    }

    void fill() throws DemoException {
        try (Connection vectors = postgres.connect(VECTORS);
                Connection arrays = postgres.connect(ARRAYS)) {
            fill(vectors, "vector(" + POINTS.dimensions() + ")", Points.Form.VECTOR);
            fill(arrays, "real[]", Points.Form.ARRAY);
            try (Statement statement = vectors.createStatement()) {
                statement.execute("SET maintenance_work_mem = '128MB'");
                for (int i = 1; i <= indexes; i++) {
                    statement.execute("CREATE INDEX ON t" + i + " USING hnsw (embedding vector_l2_ops)");
                }
                // From here on, the server's work is to be that of the readers.
                statement.execute("ALTER SYSTEM SET autovacuum = off");
                statement.execute("SELECT pg_reload_conf()");
                statement.execute("CHECKPOINT");
            }
        } catch (SQLException e) {
            throw new DemoException("filling the databases failed", e);
        }
    }

    private void fill(Connection session, String type, Points.Form form) throws SQLException {
        try (Statement statement = session.createStatement()) {
            for (int i = 1; i <= indexes; i++) {
                statement.execute("CREATE TABLE t" + i + " (id int PRIMARY KEY, embedding " + type + ")");
                POINTS.copyInto(session, "t" + i, form);
            }
            statement.execute("VACUUM ANALYZE");
        }
    }

    /** A role for one reader alone, so that its statements can be told from others'. */
    String createRole(String name) throws DemoException {
        postgres.run(
                "postgres",
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + postgres.password()
                        + "' IN ROLE pg_monitor, pg_read_all_data");
        return name;
    }

    Sessions sessions() {
        return () -> postgres.connect("postgres");
    }

    /** A target of dbvitals' configuration. */
    String target(String database, String role, String vector) {
        return "targets:\n  - {name: db, postgres: {url: \"" + postgres.url(database) + "?sslmode=disable\", user: "
                + role + ", password: \"" + postgres.password() + "\"}, vector: " + vector + "}\n";
    }

    /** What it is and what it holds, for people. */
    String description() throws DemoException {
        return "PostgreSQL " + postgres.version() + " with " + indexes + " tables of " + POINTS.count() + " vectors of "
                + POINTS.dimensions() + " dimensions";
    }

    @Override
    public void close() throws DemoException {
        postgres.close();
    }
}
