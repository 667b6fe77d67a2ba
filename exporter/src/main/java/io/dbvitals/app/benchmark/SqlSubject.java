package io.dbvitals.app.benchmark;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that is asked by SQL, over connections that only read and end each statement in time; or a PgBouncer's console. */
final class SqlSubject implements Subject {
    static final Question ROUND_TRIP = new Question("round_trip", "SELECT 1");

    private static final List<Question> POSTGRES = List.of(
            ROUND_TRIP,
            new Question("catalog", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class"),
            new Question("compute", "SELECT pg_catalog.count(*) FROM pg_catalog.generate_series(1, 10000)"));
    private static final List<Question> MYSQL = List.of(
            ROUND_TRIP,
            new Question("catalog", "SELECT COUNT(*) FROM information_schema.character_sets"),
            new Question("compute", "SELECT BENCHMARK(10000, 1 + 1)"));
    private static final List<Question> PGBOUNCER =
            List.of(new Question("round_trip", "SHOW VERSION"), new Question("pools", "SHOW POOLS"));

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_ROWS = 1000;

    private final SqlServer server;
    private final List<Question> questions;

    private SqlSubject(SqlServer server, List<Question> questions, List<String> more) {
        this.server = server;
        List<Question> all = new ArrayList<>(questions);
        for (int i = 0; i < more.size(); i++) {
            all.add(new Question("query_" + (i + 1), more.get(i)));
        }
        this.questions = List.copyOf(all);
    }

    static SqlSubject postgres(SqlServer server, List<String> more) {
        return new SqlSubject(server, POSTGRES, more);
    }

    static SqlSubject mysql(SqlServer server, List<String> more) {
        return new SqlSubject(server, MYSQL, more);
    }

    static SqlSubject pgbouncer(SqlServer server) {
        return new SqlSubject(server, PGBOUNCER, List.of());
    }

    @Override
    public List<Question> questions() {
        return questions;
    }

    @Override
    public void connect(Deadline deadline) throws CollectException, InterruptedException {
        server.reopen();
        ask(questions.get(0), deadline);
    }

    @Override
    public void ask(Question question, Deadline deadline) throws CollectException, InterruptedException {
        server.read(
                new SqlServer.Statement(question.name(), server.mainDatabase(), question.text(), TIMEOUT, MOST_ROWS),
                deadline,
                rows -> {
                    while (rows.next()) {
                        rows.columnCount();
                    }
                    return true;
                });
    }

    @Override
    public void close() {
        server.close();
    }
}
