package io.dbvitals.query;

/** Told of samples that a query had and the page will not have. */
public interface LossListener {
    /** Two rows had the same labels; the first was kept. */
    void duplicates(String collector, int samples);

    /** A limit on rows or series was reached. */
    void limited(String collector, int samples);
}
