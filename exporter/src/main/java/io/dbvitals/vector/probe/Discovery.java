package io.dbvitals.vector.probe;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.TransactionServer;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.IndexCatalogue;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks in the catalogs of a server for what can be searched. */
final class Discovery {
    private static final Logger logger = LoggerFactory.getLogger(Discovery.class);

    /** An index of any kind, and of any table that has a name. */
    private static final String INDEX = """
            /* dbvitals vector index of a query */
            SELECT t.relname::pg_catalog.text AS table_name
              FROM pg_catalog.pg_class i
              JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
              JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid
              JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
             WHERE n.nspname = ? AND i.relname = ?""";

    private static final String TABLE = """
            /* dbvitals vector table */
            SELECT 1 FROM pg_catalog.pg_class t
              JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
             WHERE n.nspname = ? AND t.relname = ? AND t.relkind IN ('r', 'm', 'p')""";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final TransactionServer server;
    private final TargetConfig.Databases selection;
    private final VectorConfig config;
    private final IndexCatalogue catalogue;
    private final Set<String> failing = new HashSet<>();

    Discovery(TransactionServer server, TargetConfig.Databases selection, VectorConfig config) {
        this.server = server;
        this.selection = selection;
        this.config = config;
        this.catalogue = new IndexCatalogue(server);
    }

    /** Fails only where the server itself cannot be asked; a database that cannot keeps what was known of it. */
    void look(Roster roster) throws CollectException, InterruptedException {
        List<String> all = server.facts(deadline()).databases();
        Set<String> searched =
                config.probe() ? new LinkedHashSet<>(selection.of(all, server.mainDatabase())) : Set.of();
        Set<String> databases = new LinkedHashSet<>(searched);
        config.queries().forEach(query -> databases.add(database(query)));
        roster.retain(databases);
        for (String database : databases) {
            try {
                look(database, searched.contains(database), roster);
                failing.remove(database);
            } catch (CollectException e) {
                if (e.reason() == Reason.DENIED) {
                    // Its queries are to be seen failing.
                    roster.updateQueries(database, absent(database));
                }
                if (failing.add(database)) {
                    logger.warn("vector probe: the indexes of {} cannot be listed: {}", database, e.getMessage());
                }
            }
        }
        // One to a database without such indexes would stay open for nothing.
        server.closeIdle();
    }

    private void look(String database, boolean everyIndex, Roster roster)
            throws CollectException, InterruptedException {
        long start = System.nanoTime();
        List<VectorIndex> found = everyIndex ? catalogue.read(database, TIMEOUT, deadline()) : List.of();
        Set<IndexName> missing = roster.missing(database, found);
        Map<VectorConfig.OwnQuery, Optional<IndexName>> own = absent(database);
        Set<IndexName> tables = new HashSet<>();
        if (!missing.isEmpty() || !own.isEmpty()) {
            Transactions.Frame frame = new Transactions.Frame("vector indexes", database, Map.of(), TIMEOUT);
            server.inTransaction(frame, deadline(), transaction -> {
                for (Map.Entry<VectorConfig.OwnQuery, Optional<IndexName>> query : own.entrySet()) {
                    query.setValue(named(transaction, database, query.getKey().index()));
                }
                for (IndexName name : missing) {
                    if (transaction.read(TABLE, List.of(name.schema(), name.table()), rows -> rows.next())) {
                        tables.add(name);
                    }
                }
                return true;
            });
        }
        roster.updateQueries(database, own);
        roster.updateIndexes(database, found, tables);
        share(Duration.ofNanos(System.nanoTime() - start), roster.byDatabase().getOrDefault(database, List.of()));
    }

    /** What was spent on all of them is spent on each. */
    private static void share(Duration spent, List<Subject> subjects) {
        subjects.forEach(subject -> subject.allowance().spend(spent.dividedBy(subjects.size())));
    }

    private Map<VectorConfig.OwnQuery, Optional<IndexName>> absent(String database) {
        Map<VectorConfig.OwnQuery, Optional<IndexName>> own = new LinkedHashMap<>();
        config.queries().stream()
                .filter(query -> database(query).equals(database))
                .forEach(query -> own.put(query, Optional.empty()));
        return own;
    }

    private String database(VectorConfig.OwnQuery query) {
        return query.database().isEmpty() ? server.mainDatabase() : query.database();
    }

    private static Optional<IndexName> named(Transaction transaction, String database, String index)
            throws CollectException {
        int dot = index.indexOf('.');
        String schema = index.substring(0, dot);
        String name = index.substring(dot + 1);
        return transaction.read(
                INDEX,
                List.of(schema, name),
                rows -> rows.next()
                        ? Optional.of(new IndexName(database, schema, rows.text(0), name))
                        : Optional.empty());
    }

    private static Deadline deadline() {
        return Deadline.after(TIMEOUT.plus(CONNECTING));
    }
}
