package io.dbvitals.advice.mysql.digest;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.TextRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Answers as a MySQL that is not at hand would: each statement whose text holds a key gets that key's rows. */
public final class CannedServer implements SqlServer {
    private final Map<String, List<List<String>>> answers = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    /** {@code rows} by their columns' texts. */
    public CannedServer answer(String part, List<List<String>> rows) {
        answers.put(part, rows);
        return this;
    }

    @Override
    public <T> T read(Statement statement, Deadline deadline, RowReader<T> reader) throws CollectException {
        asked.add(statement.sql());
        List<List<String>> rows = answers.entrySet().stream()
                .filter(answer -> statement.sql().contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        return reader.read(rows(rows));
    }

    private static Rows rows(List<List<String>> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> cells = new ArrayList<>();
        for (List<String> row : rows) {
            for (String cell : row) {
                byte[] text = cell.getBytes(StandardCharsets.UTF_8);
                cells.add(bytes.size());
                cells.add(text.length);
                bytes.writeBytes(text);
            }
        }
        int width = rows.isEmpty() ? 1 : rows.get(0).size();
        return new TextRows(
                IntStream.range(0, width)
                        .mapToObj(i -> new TextRows.Column("c" + i, Rows.Kind.TEXT))
                        .toList(),
                bytes.toByteArray(),
                cells.stream().mapToInt(Integer::intValue).toArray(),
                rows.size());
    }

    @Override
    public ServerFacts facts(Deadline deadline) {
        return new ServerFacts(Engine.MYSQL, "8.4.3", false, Instant.EPOCH, List.of("shop"));
    }

    @Override
    public DatabaseFacts databaseFacts(String database, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String address() {
        return "canned:3306";
    }

    @Override
    public int maxConnections() {
        return 1;
    }

    @Override
    public int openConnections() {
        return 0;
    }

    @Override
    public String mainDatabase() {
        return "";
    }

    @Override
    public String user() {
        return "dbvitals";
    }

    @Override
    public void check(Statement statement, Deadline deadline) {}

    @Override
    public void reopen() {}

    @Override
    public void close() {}
}
