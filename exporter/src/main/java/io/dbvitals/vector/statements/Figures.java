package io.dbvitals.vector.statements;

/** What pg_stat_statements counts of a statement. */
record Figures(double calls, double seconds, double rows, double hit, double read) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0);

    Figures plus(Figures other) {
        return new Figures(
                calls + other.calls, seconds + other.seconds, rows + other.rows, hit + other.hit, read + other.read);
    }

    Figures minus(Figures other) {
        return new Figures(
                calls - other.calls, seconds - other.seconds, rows - other.rows, hit - other.hit, read - other.read);
    }

    /** Whether none of them fell. */
    boolean continues(Figures earlier) {
        return calls >= earlier.calls
                && seconds >= earlier.seconds
                && rows >= earlier.rows
                && hit >= earlier.hit
                && read >= earlier.read;
    }
}
