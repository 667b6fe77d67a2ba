package io.dbvitals.demo.vector;

import io.dbvitals.demo.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;

/** Customers' reviews as pgvector's vectors under an HNSW index, and their questions, for which nobody has made an index. */
public final class Embeddings {
    /** The index that finds similar reviews. */
    public static final String INDEX = "reviews_embedding";

    private static final Points REVIEWS = new Points(20_000, 64, 200);
    private static final int QUESTIONS = 2_000;

    private static final String[] TABLES = {
        "CREATE TABLE reviews (id int PRIMARY KEY, embedding vector(64) NOT NULL)",
        "CREATE TABLE questions (id int PRIMARY KEY, embedding vector(64) NOT NULL)",
    };

    private static final String[] INDEXES = {
        "INSERT INTO questions SELECT id, embedding FROM reviews WHERE id <= " + QUESTIONS,
        "SET maintenance_work_mem = '128MB'",
        "CREATE INDEX " + INDEX + " ON reviews USING hnsw (embedding vector_l2_ops)",
        "ANALYZE reviews, questions",
    };

    private Embeddings() {}

    /** Makes the tables, in the schema that comes first in these sessions. */
    static void create(Sessions sessions) throws SQLException {
        try (Connection session = sessions.open();
                Statement statement = session.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
            REVIEWS.copyInto(session, "reviews", Points.Form.VECTOR);
            for (String sql : INDEXES) {
                statement.execute(sql);
            }
        }
    }

    /** Looks for reviews like one of them, by the index. */
    public static void searchReviews(Connection session) throws SQLException {
        search(session, "reviews", REVIEWS.count());
    }

    /** Looks for questions like one of them, by reading them all. */
    public static void searchQuestions(Connection session) throws SQLException {
        search(session, "questions", QUESTIONS);
    }

    private static void search(Connection session, String table, int rows) throws SQLException {
        String sql = "SELECT id FROM " + table + " ORDER BY embedding <-> (SELECT embedding FROM " + table
                + " WHERE id = ?) LIMIT 10";
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setInt(1, 1 + ThreadLocalRandom.current().nextInt(rows));
            statement.executeQuery().close();
        }
    }
}
