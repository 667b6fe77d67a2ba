package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A result that came as text, as that of PostgreSQL's simple query protocol; all of it in memory, as the bytes that came: most columns
 * of most results are never looked at.
 */
public final class TextRows implements Rows {
    /** Numbers of so many digits are exact as a {@code double}. */
    private static final int EXACT_DIGITS = 15;

    private final List<Column> columns;
    private final byte[] bytes;
    private final int[] cells;
    private final int count;
    private int current = -1;
    private boolean lastWasNull;

    /**
     * Row after row, column after column.
     *
     * @param bytes UTF-8
     * @param cells of each cell where it begins in {@code bytes} and how long it is; -1 for NULL
     * @param count of rows
     */
    public TextRows(List<Column> columns, byte[] bytes, int[] cells, int count) {
        this.columns = List.copyOf(columns);
        this.bytes = bytes;
        this.cells = cells;
        this.count = count;
    }

    /** A column's name, and whether its texts are numbers. */
    public record Column(String name, Kind kind) {}

    @Override
    public int columnCount() {
        return columns.size();
    }

    @Override
    public String columnName(int column) {
        return columns.get(column).name();
    }

    @Override
    public Kind kind(int column) {
        return columns.get(column).kind();
    }

    @Override
    public boolean next() {
        current++;
        return current < count;
    }

    @Override
    public void rewind() {
        current = -1;
    }

    @Override
    public boolean wasNull() {
        return lastWasNull;
    }

    @Override
    public String text(int column) {
        int cell = 2 * (current * columns.size() + column);
        lastWasNull = cells[cell + 1] < 0;
        return lastWasNull ? "" : new String(bytes, cells[cell], cells[cell + 1], StandardCharsets.UTF_8);
    }

    @Override
    public double number(int column) throws CollectException {
        int cell = 2 * (current * columns.size() + column);
        lastWasNull = cells[cell + 1] < 0;
        if (lastWasNull) {
            return Double.NaN;
        }
        int length = cells[cell + 1];
        long whole = 0;
        for (int i = 0; i < length; i++) {
            int digit = bytes[cells[cell] + i] - '0';
            if (length > EXACT_DIGITS || digit < 0 || digit > 9) {
                return NumberText.parse(text(column), columnName(column));
            }
            whole = whole * 10 + digit;
        }
        return length == 0 ? NumberText.parse("", columnName(column)) : whole;
    }

    @Override
    public double[] numbers(int column) throws CollectException {
        throw new CollectException(Reason.BAD_DATA, "column " + columnName(column) + " is no array of numbers");
    }
}
