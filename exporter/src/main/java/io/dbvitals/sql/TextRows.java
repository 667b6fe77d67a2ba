package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.List;
import java.util.Optional;

/** A result that came as text, as that of PostgreSQL's simple query protocol; all of it in memory. */
public final class TextRows implements Rows {
    private final List<Column> columns;
    private final List<List<Optional<String>>> rows;
    private int current = -1;
    private boolean lastWasNull;

    /** @param rows empty for NULL; each as long as {@code columns} */
    public TextRows(List<Column> columns, List<List<Optional<String>>> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
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
        return current < rows.size();
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
        Optional<String> value = rows.get(current).get(column);
        lastWasNull = value.isEmpty();
        return value.orElse("");
    }

    @Override
    public double number(int column) throws CollectException {
        String text = text(column);
        return lastWasNull ? Double.NaN : NumberText.parse(text, columnName(column));
    }

    @Override
    public double[] numbers(int column) throws CollectException {
        throw new CollectException(Reason.BAD_DATA, "column " + columnName(column) + " is no array of numbers");
    }
}
