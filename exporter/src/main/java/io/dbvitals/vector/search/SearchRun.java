package io.dbvitals.vector.search;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs one search in a transaction that is under way. */
public final class SearchRun {
    private final Search search;
    private final LongSupplier nanoClock;

    public SearchRun(Search search) {
        this(search, System::nanoTime);
    }

    SearchRun(Search search, LongSupplier nanoClock) {
        this.search = search;
        this.nanoClock = nanoClock;
    }

    /** Searches, and measures. */
    public Found find(Transaction transaction, String value) throws CollectException {
        List<String> values = Collections.nCopies(search.values(), value);
        long start = nanoClock.getAsLong();
        List<Double> distances = transaction.read(search.sql(), values, rows -> {
            List<Double> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.number(0));
            }
            return found;
        });
        Duration took = Duration.ofNanos(nanoClock.getAsLong() - start);
        // An access method may give its rows in an order that is only about right.
        Collections.sort(distances);
        return new Found(distances, took);
    }

    /** Searches, and has the server say how it did. */
    public Plan explain(Transaction transaction, String value) throws CollectException {
        return plan(transaction, Plan.EXPLAIN_ANALYZE, value);
    }

    /** Has the server say how it would search; it does not. */
    public Plan plan(Transaction transaction, String value) throws CollectException {
        return plan(transaction, Plan.EXPLAIN, value);
    }

    private Plan plan(Transaction transaction, String explain, String value) throws CollectException {
        List<String> lines =
                transaction.read(explain + search.sql(), Collections.nCopies(search.values(), value), rows -> {
                    List<String> text = new ArrayList<>();
                    while (rows.next()) {
                        text.add(rows.text(0));
                    }
                    return text;
                });
        return Plan.of(lines, search.index().index());
    }
}
