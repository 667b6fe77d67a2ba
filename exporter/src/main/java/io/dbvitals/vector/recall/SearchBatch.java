package io.dbvitals.vector.recall;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.Search;
import io.dbvitals.vector.search.SearchRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Values, and the search that is to be made for each.
 *
 * @param values as the samples of the search gave them
 */
public record SearchBatch(Search search, List<String> values) {
    public SearchBatch {
        values = List.copyOf(values);
    }

    /** Results in the order of the values. Begins no search after {@code end}, and fails where some are left by then. */
    public List<Found> run(Transaction transaction, Deadline end) throws CollectException {
        SearchRun run = new SearchRun(search);
        List<Found> found = new ArrayList<>(values.size());
        for (String value : values) {
            if (end.passed()) {
                throw new CollectException(
                        Reason.TIMEOUT,
                        "recall of " + search.index() + ": only " + found.size() + " of " + values.size()
                                + " searches were done in time; lower recall's queries or raise its timeout");
            }
            found.add(run.find(transaction, value));
        }
        return found;
    }
}
