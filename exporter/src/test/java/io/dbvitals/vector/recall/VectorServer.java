package io.dbvitals.vector.recall;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import io.dbvitals.vector.catalog.IndexCatalogue;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.QueryPool;
import io.dbvitals.vector.search.Search;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A PostgreSQL with pgvector, where no vacuum comes by itself, and what the tests of recall do there. */
final class VectorServer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestServer server = TestServer.startWithVector(Map.of("autovacuum", "off"));
    final PostgresServer reader = new PostgresServer(server.config());

    VectorIndex index(String name) throws Exception {
        return new IndexCatalogue(reader)
                .read("postgres", PATIENCE, Deadline.after(PATIENCE)).stream()
                        .filter(each -> each.name().index().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    /** So many values, drawn from the index's table. */
    SearchBatch batch(Search search, int queries) throws Exception {
        List<String> values = in(Map.of(), transaction -> {
            QueryPool pool = new QueryPool(search, new Random(3));
            pool.draw(transaction);
            return pool.several(queries);
        });
        return new SearchBatch(search, values);
    }

    List<Found> run(SearchBatch batch, Map<String, String> settings) throws Exception {
        return in(settings, transaction -> batch.run(transaction, Deadline.after(PATIENCE)));
    }

    Truth truth(SearchBatch batch, double part) throws Exception {
        return in(Map.of(), transaction -> Truth.find(transaction, batch, part, 5, Deadline.after(PATIENCE)));
    }

    <T> T in(Map<String, String> settings, Work<T> work) throws CollectException, InterruptedException {
        return reader.inTransaction(
                new Transactions.Frame("test", "postgres", settings, PATIENCE), Deadline.after(PATIENCE), work::with);
    }

    interface Work<T> {
        T with(Transactions.Transaction transaction) throws CollectException;
    }

    /** The first column, as the superuser. */
    List<String> texts(String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).get(0));
    }

    @Override
    public void close() {
        reader.close();
        server.close();
    }
}
