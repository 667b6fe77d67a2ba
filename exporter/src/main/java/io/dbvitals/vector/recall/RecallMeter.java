package io.dbvitals.vector.recall;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.QueryPool;
import io.dbvitals.vector.search.Search;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Measures the recall of one index. The true neighbours are found seldom, as they cost a scan of the table, and the searches that are
 * compared with them run each time. Not for several threads at once.
 */
public final class RecallMeter {
    /** What makes a scan of the table come at the wrong moment. */
    private static final String MAINTENANCE = """
            /* dbvitals vector maintenance */
            SELECT 1 FROM (SELECT datname, relid FROM pg_catalog.pg_stat_progress_vacuum
                           UNION ALL SELECT datname, relid FROM pg_catalog.pg_stat_progress_create_index) p
             WHERE p.datname = pg_catalog.current_database() AND p.relid = ?::pg_catalog.regclass""";

    private final Search search;
    private final VectorConfig.Recall settings;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Effort effort;
    private @Nullable Known known;
    private Optional<Recall> last = Optional.empty();

    private RecallMeter(
            Search search,
            VectorConfig.Recall settings,
            RandomGenerator random,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.search = search;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.effort = new Effort(settings.timeout());
    }

    /** Nothing is known yet: the first measurement takes longest. */
    public static RecallMeter of(Search search, VectorConfig.Recall settings, RandomGenerator random) {
        return of(search, settings, random, InstantSource.system(), System::nanoTime);
    }

    static RecallMeter of(
            Search search,
            VectorConfig.Recall settings,
            RandomGenerator random,
            InstantSource clock,
            LongSupplier nanoClock) {
        return new RecallMeter(search, settings, random, clock, nanoClock);
    }

    /**
     * Measures now, and finds the true neighbours first where those known are too old. Where they are and the table is being vacuumed
     * or an index built on it, the last result stays; a first one must wait until that is over.
     *
     * @param latest what the catalogs say now of the index, for how much has changed
     */
    public Recall measure(Transactions server, VectorIndex latest, Deadline deadline)
            throws CollectException, InterruptedException {
        return measure(server, Optional.of(latest), deadline);
    }

    /** As the other, for a search of the user's own in an index of which the catalogs' changes are not known: the interval alone counts. */
    public Recall measure(Transactions server, Deadline deadline) throws CollectException, InterruptedException {
        return measure(server, Optional.empty(), deadline);
    }

    private Recall measure(Transactions server, Optional<VectorIndex> latest, Deadline deadline)
            throws CollectException, InterruptedException {
        long start = nanoClock.getAsLong();
        Known truth = known;
        if (truth == null || truth.freshness().outdated(latest, clock.instant(), settings.interval())) {
            Optional<Known> found = find(server, latest, deadline);
            if (found.isEmpty()) {
                return last.orElseThrow(() -> new CollectException(
                        Reason.TIMEOUT,
                        "recall of " + search.index()
                                + ": its table is being vacuumed or indexed, and measured later"));
            }
            truth = found.get();
            known = truth;
        }
        SearchBatch batch = truth.batch();
        List<Found> results = server.inTransaction(
                frame(), deadline, transaction -> batch.run(transaction, Deadline.after(settings.timeout())));
        Score score = truth.truth().recall(results).orElseThrow(this::nothingToSearch);
        Recall recall = new Recall(
                score.k(),
                truth.truth().method(),
                score.mean(),
                score.worst(),
                score.queries(),
                clock.instant(),
                since(start));
        last = Optional.of(recall);
        return recall;
    }

    private Optional<Known> find(Transactions server, Optional<VectorIndex> latest, Deadline deadline)
            throws CollectException, InterruptedException {
        // Its size and the number of its blocks are those of today.
        Optional<VectorIndex> index = search.found().map(then -> latest.orElse(then));
        Search current = index.map(each -> Search.in(each, search.k(), settings.queries()))
                .orElse(search);
        double part = index.map(each -> effort.part(each.tableBytes(), settings.maxTableBytes()))
                .orElse(1.0);
        int queries = index.isPresent() ? settings.queries() : effort.of(settings.queries());
        Freshness freshness = Freshness.of(latest, clock.instant());
        long start = nanoClock.getAsLong();
        try {
            Optional<Known> found = server.inTransaction(frame(), deadline, transaction -> {
                if (index.isPresent() && maintained(transaction, index.get())) {
                    return Optional.empty();
                }
                SearchBatch batch = new SearchBatch(current, drawn(transaction, current, queries));
                Truth truth = Truth.find(
                        transaction, batch, part, random.nextInt(1 << 16), Deadline.after(settings.timeout()));
                return Optional.of(new Known(batch, truth, freshness));
            });
            effort.succeededAfter(since(start));
            return found;
        } catch (CollectException e) {
            if (e.reason() == Reason.TIMEOUT) {
                effort.failedAfter(since(start));
            }
            throw e;
        }
    }

    private List<String> drawn(Transaction transaction, Search current, int queries) throws CollectException {
        QueryPool pool = new QueryPool(current, random);
        pool.draw(transaction);
        List<String> values = pool.several(queries);
        if (values.isEmpty()) {
            throw nothingToSearch();
        }
        return values;
    }

    private static boolean maintained(Transaction transaction, VectorIndex index) throws CollectException {
        return transaction.read(MAINTENANCE, List.of(index.relation()), rows -> rows.next());
    }

    private Transactions.Frame frame() {
        return new Transactions.Frame(
                "recall of " + search.index().qualified(),
                search.index().database(),
                Search.SETTINGS,
                settings.timeout());
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanoClock.getAsLong() - start);
    }

    private CollectException nothingToSearch() {
        return new CollectException(
                Reason.BAD_DATA, "recall of " + search.index() + ": the table gave no value to search for");
    }

    /** Values, and what is nearest to them. */
    private record Known(SearchBatch batch, Truth truth, Freshness freshness) {}
}
