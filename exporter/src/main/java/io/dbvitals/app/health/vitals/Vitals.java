package io.dbvitals.app.health.vitals;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;

/** Reads one target, again and again: rates are those between its readings. One reading at a time. */
public interface Vitals extends AutoCloseable {
    /**
     * Asks whether it answers, and how it is. What it refuses to tell makes components unknown.
     *
     * @throws CollectException when it does not answer at all
     */
    Reading read(Deadline deadline) throws CollectException, InterruptedException;

    @Override
    void close();
}
