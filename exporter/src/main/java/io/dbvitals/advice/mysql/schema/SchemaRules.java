package io.dbvitals.advice.mysql.schema;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.mysql.catalog.Catalog;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules for what is not a statement. */
public final class SchemaRules {
    private final SqlServer server;
    private final Duration enough;

    /** {@code enough} is how long a server has to have run before an index without use is called unused. */
    public SchemaRules(SqlServer server, Duration enough) {
        this.server = server;
        this.enough = enough;
    }

    /** Of the schemas that statements ran in. */
    public Findings judge(Window window, ServerFacts facts, Set<String> schemas, Catalog catalog, Deadline deadline)
            throws CollectException, InterruptedException {
        List<Advice> advice = new ArrayList<>(incomplete(window).stream().toList());
        List<String> unavailable = new ArrayList<>();
        try {
            advice.addAll(TableStatistics.judge(server, facts.engine() == Engine.MARIADB, schemas, deadline));
        } catch (CollectException e) {
            unavailable.add("statistics of tables: " + e.getMessage() + process(e));
        }
        try {
            Duration up = Duration.between(facts.startedAt(), Clock.systemUTC().instant());
            IndexUsage usage = IndexUsage.read(server, up, enough, deadline);
            usage.unavailable().ifPresent(unavailable::add);
            advice.addAll(IndexHygiene.judge(catalog, usage));
        } catch (CollectException e) {
            unavailable.add("unused indexes: " + e.getMessage());
            advice.addAll(IndexHygiene.judge(catalog, new IndexUsage(Set.of(), Optional.empty())));
        }
        return new Findings(advice, unavailable);
    }

    private String process(CollectException e) {
        return e.reason() == Reason.DENIED ? ": GRANT PROCESS ON *.* TO '" + server.user() + "'@'%'" : "";
    }

    /** Statements that ran while the table of digests was full are in one row, and say nothing. */
    static Optional<Advice> incomplete(Window window) {
        // This counter is not reset with the table, so it says nothing of all that is in the table.
        double lost = window.sinceReset() ? 0 : window.server().getOrDefault(Counters.LOST, 0.0);
        double unlisted = window.server().getOrDefault(Counters.UNLISTED, 0.0);
        if (lost <= 0 && unlisted <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Advice(
                Rule.INCOMPLETE_LIST,
                Severity.MEDIUM,
                Confidence.COUNTER,
                "events_statements_summary_by_digest",
                List.of(new Evidence("calls of unlisted statements", Math.max(lost, unlisted), "")),
                Optional.empty(),
                "the list of statements is full, and new ones are not told apart: TRUNCATE TABLE"
                        + " performance_schema.events_statements_summary_by_digest empties it; if it fills again, raise"
                        + " performance_schema_digests_size, and have the application send values as parameters and lists of"
                        + " one length",
                Gain.of("a complete list"),
                "no statement is counted as unlisted"));
    }
}
