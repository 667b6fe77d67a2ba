package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a service by statements on PostgreSQL. What one database refuses does not hide the others. */
final class Reading {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SEES_ALL = "SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')";
    private static final String SCHEMA = """
            SELECT pg_catalog.quote_ident(n.nspname), pg_catalog.has_schema_privilege(n.oid, 'USAGE')
              FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = '%s'""";

    private final SqlServer server;
    private final ServerFacts facts;
    private final Deadline deadline;
    private final List<Measure> measures = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    Reading(SqlServer server, ServerFacts facts, Deadline deadline) {
        this.server = server;
        this.facts = facts;
        this.deadline = deadline;
    }

    /** {@code databases} are those of the target that the user may connect to. */
    void run(Service service, Source.Sql source, List<String> databases) throws InterruptedException {
        int major = Integer.parseInt(facts.version().split("\\.", 2)[0]);
        Optional<Source.Variant> variant =
                source.variants().stream().filter(each -> major >= each.since()).findFirst();
        if (variant.isEmpty()) {
            failures.add(Failure.unknown("PostgreSQL " + facts.version() + " does not tell; it takes "
                    + source.variants().get(source.variants().size() - 1).since()));
            return;
        }
        try {
            if (source.sessions() && !read(SEES_ALL, rows -> rows.next() && rows.number(0) == 1)) {
                failures.add(Failure.unknown("sessions of others are not shown; GRANT pg_monitor TO " + user()));
                return;
            }
            String text = variant.get().text();
            if (!source.extension().isEmpty()) {
                Optional<String> schema = schema(source.extension());
                if (schema.isEmpty()) {
                    return;
                }
                text = text.replace("{schema}", schema.get());
            }
            for (String database : source.eachDatabase() ? databases : List.of(server.mainDatabase())) {
                database(service, text, database);
            }
        } catch (CollectException e) {
            failures.add(Failure.reading(e));
        }
    }

    /** Quoted; empty where it cannot be read, and why is noted. */
    private Optional<String> schema(String extension) throws CollectException, InterruptedException {
        List<String> found = read(
                SCHEMA.formatted(extension),
                rows -> rows.next() ? List.of(rows.text(0), rows.number(1) == 1 ? "usable" : "") : List.of());
        if (found.isEmpty()) {
            failures.add(Failure.unknown(
                    "the extension is missing; in " + server.mainDatabase() + " CREATE EXTENSION " + extension));
            return Optional.empty();
        }
        if (found.get(1).isEmpty()) {
            failures.add(Failure.unknown("the schema of " + extension + " is shut; GRANT USAGE ON SCHEMA "
                    + found.get(0) + " TO " + user()));
            return Optional.empty();
        }
        return Optional.of(found.get(0));
    }

    private String user() {
        return "\"" + server.user().replace("\"", "\"\"") + "\"";
    }

    List<Measure> measures() {
        return measures;
    }

    List<Failure> failures() {
        return failures;
    }

    private void database(Service service, String sql, String database) throws InterruptedException {
        try {
            measures.addAll(server.read(
                    new SqlServer.Statement(service.names().get(0), database, sql, TIMEOUT, 0),
                    deadline,
                    rows -> MeasureReader.read(service.quantity(), rows)));
        } catch (CollectException e) {
            failures.add(Failure.reading(e));
        }
    }

    private <T> T read(String sql, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException {
        return server.read(new SqlServer.Statement("rights", server.mainDatabase(), sql, TIMEOUT, 0), deadline, reader);
    }
}
