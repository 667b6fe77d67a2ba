package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/** Keeps the rows with the largest values of one column, and of equal ones those that come first. */
final class Top {
    private static final Top ALL = new Top(-1, Double.NEGATIVE_INFINITY, Integer.MAX_VALUE);

    private final int column;
    private final double threshold;
    private int ofThreshold;

    private Top(int column, double threshold, int ofThreshold) {
        this.column = column;
        this.threshold = threshold;
        this.ofThreshold = ofThreshold;
    }

    /** Reads the whole result once, to find the value from which on rows are kept, and rewinds it. */
    static Top of(Rows rows, OptionalInt column, int keep) throws CollectException {
        if (column.isEmpty()) {
            return ALL;
        }
        PriorityQueue<Double> largest = new PriorityQueue<>();
        while (rows.next()) {
            largest.add(value(rows, column.getAsInt()));
            if (largest.size() > keep) {
                largest.poll();
            }
        }
        rows.rewind();
        if (largest.size() < keep) {
            return ALL;
        }
        double threshold = largest.element();
        int equal = (int) largest.stream().filter(value -> value == threshold).count();
        return new Top(column.getAsInt(), threshold, equal);
    }

    boolean keeps(Rows rows) throws CollectException {
        if (column < 0) {
            return true;
        }
        double value = value(rows, column);
        return value > threshold || (value == threshold && ofThreshold-- > 0);
    }

    private static double value(Rows rows, int column) throws CollectException {
        double value = rows.number(column);
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }
}
