package io.dbvitals.vector.statements;

import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Freshness;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.vector.statements.Catalogue.VectorTable;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Calls, seconds, rows and blocks of the statements by which applications search tables for nearest vectors, from pg_stat_statements;
 * those of the exporter's own role left out.
 *
 * <pre>
 * # HELP pg_vector_statement_calls_total Searches for nearest vectors
 * # TYPE pg_vector_statement_calls_total counter
 * pg_vector_statement_calls_total{datname="app",operator="&lt;=&gt;",relname="items",schemaname="public",server="db1:5432"} 42.0
 * </pre>
 */
public final class StatementCollector implements Collector {
    /** There is one for each server, for all of its databases. */
    public static final String NAME = "pg_vector_statements";

    /** Reading every text that the server remembers is dear: once a minute is what a rate over five needs. */
    private static final Freshness FRESHNESS = new Freshness(Duration.ofMinutes(1), Duration.ofMinutes(5), false);

    private static final Duration CATALOGUE_LIFETIME = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final SqlServer server;
    private final Supplier<List<String>> databases;
    private final Labels labels;
    private final LongSupplier nanoClock;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Totals totals = new Totals();
    /** Two readings that overtake one another would look like a reset. */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    StatementCollector(SqlServer server, Supplier<List<String>> databases, Labels labels, LongSupplier nanoClock) {
        this.server = server;
        this.databases = databases;
        this.labels = labels;
        this.nanoClock = nanoClock;
    }

    /**
     * Keeps its result for a minute.
     *
     * @param databases whose tables are looked for, as they are known when it reads
     * @param labels borne by every series
     */
    public static CachedCollector of(SqlServer server, Supplier<List<String>> databases, Labels labels) {
        return new CachedCollector(new StatementCollector(server, databases, labels, System::nanoTime), FRESHNESS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        // May finish later than the scrape that began it, unless it would keep the only connection.
        Deadline own = server.maxConnections() > 1 ? Deadline.after(LONGEST) : deadline;
        oneAtATime.lockInterruptibly();
        try {
            return read(databases.get(), own);
        } finally {
            oneAtATime.unlock();
        }
    }

    private record Known(Catalogue catalogue, long readAtNanos) {}

    private List<MetricSnapshot> read(List<String> selected, Deadline deadline)
            throws CollectException, InterruptedException {
        lookUp(selected, deadline);
        List<VectorTable> tables = new ArrayList<>();
        for (String database : selected) {
            tables.addAll(catalogue(database).tables());
        }
        Optional<String> place = known.keySet().stream()
                .filter(database -> catalogue(database).extension().isPresent())
                .findFirst();
        if (tables.isEmpty() || place.isEmpty()) {
            return List.of();
        }
        totals.add(statements(place.get(), tables, deadline));
        Set<List<String>> searched = new HashSet<>();
        for (String database : selected) {
            for (VectorTable table : catalogue(database).tables()) {
                searched.add(List.of(database, table.name()));
                table.indexed()
                        .forEach(operator ->
                                totals.expect(new Search(database, table.schema(), table.name(), operator)));
            }
        }
        totals.keep(search -> searched.contains(List.of(search.database(), search.table())));
        return StatementFamilies.of(totals.all(), labels);
    }

    private List<Counted> statements(String place, List<VectorTable> tables, Deadline deadline)
            throws CollectException, InterruptedException {
        Catalogue.Extension extension = catalogue(place).extension().orElseThrow();
        try {
            if (!extension.loaded()) {
                throw new CollectException(
                        Reason.UNSUPPORTED,
                        "pg_stat_statements is not loaded by " + server.address()
                                + "; add it to shared_preload_libraries and restart the server");
            }
            return StatementReader.read(server, place, extension, tables, deadline);
        } catch (CollectException e) {
            // It may be another version by now, or gone.
            known.remove(place);
            throw e;
        }
    }

    private Catalogue catalogue(String database) {
        Known of = known.get(database);
        return of == null ? new Catalogue(Optional.empty(), List.of()) : of.catalogue();
    }

    /** Asks each database what it has, unless it has told lately; the main one is where pg_stat_statements mostly is. */
    private void lookUp(List<String> selected, Deadline deadline) throws CollectException, InterruptedException {
        Set<String> asked = new LinkedHashSet<>();
        if (!selected.isEmpty()) {
            asked.add(server.mainDatabase());
        }
        asked.addAll(selected);
        known.keySet().retainAll(asked);
        for (String database : asked) {
            Known last = known.get(database);
            if (last != null && nanoClock.getAsLong() - last.readAtNanos() < CATALOGUE_LIFETIME.toNanos()) {
                continue;
            }
            try {
                known.put(database, new Known(CatalogueReader.read(server, database, deadline), nanoClock.getAsLong()));
            } catch (CollectException e) {
                // A database that is closed to us is named by its own collectors, and must not take away the others.
                if (e.reason() != Reason.DENIED) {
                    throw e;
                }
            }
        }
    }
}
