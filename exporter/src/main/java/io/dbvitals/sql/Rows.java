package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;

/** A result, read forwards. Columns are counted from 0. */
public interface Rows {
    /** What can be done with a column's values. */
    enum Kind {
        NUMBER,
        BOOLEAN,
        TIME,
        INTERVAL,
        ARRAY,
        TEXT
    }

    int columnCount();

    String columnName(int column);

    Kind kind(int column);

    boolean next() throws CollectException;

    /** Back to before the first row. */
    void rewind() throws CollectException;

    /** Whether the last value asked for was NULL. */
    boolean wasNull() throws CollectException;

    /** The empty text for NULL; booleans are {@code true} and {@code false}, times are Unix seconds. */
    String text(int column) throws CollectException;

    /**
     * Numbers as they are, booleans as 1 and 0, times as Unix seconds (without zone: UTC), intervals as seconds, texts parsed;
     * NaN for NULL.
     */
    double number(int column) throws CollectException;

    /** The numbers of an array; empty for NULL. */
    double[] numbers(int column) throws CollectException;
}
