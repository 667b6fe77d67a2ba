package io.dbvitals.advice;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;

/** Reads what a server counts of its statements, and judges it. What it cannot read at all, it throws with the remedy. */
public interface StatementSource {
    /** Its counters now. Our own statements are left out. */
    Snapshot snapshot(Deadline deadline) throws CollectException, InterruptedException;

    /** Looks once, while a window is open, at what sessions wait for. */
    default void sample(Deadline deadline) throws CollectException, InterruptedException {}

    /** Applies the rules. Asks for plans and catalogs, and runs none of the statements. */
    Findings judge(Window window, Deadline deadline) throws CollectException, InterruptedException;
}
