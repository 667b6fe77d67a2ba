package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.NumberText;
import io.dbvitals.sql.Rows;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** A result of a JDBC driver. How values of the driver's types become numbers, its subclass knows. */
public abstract class JdbcRows implements Rows {
    protected final ResultSet rows;
    private final SqlErrors errors;
    private final String[] names;
    private final Kind[] kinds;
    private final int[] types;

    /** {@code typing} is how the driver's types are understood. */
    protected JdbcRows(ResultSet rows, SqlErrors errors, Typing typing) throws SQLException {
        this.rows = rows;
        this.errors = errors;
        ResultSetMetaData meta = rows.getMetaData();
        names = new String[meta.getColumnCount()];
        kinds = new Kind[names.length];
        types = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = meta.getColumnLabel(i + 1);
            String typeName = meta.getColumnTypeName(i + 1);
            types[i] = typing.type(meta.getColumnType(i + 1), typeName);
            kinds[i] = typing.kind(types[i], typeName);
        }
    }

    /** What a driver's types are. Apart from the rows, so that it can be asked while they are made. */
    protected interface Typing {
        /** The type of {@link java.sql.Types} that a column's values are to be read as. */
        default int type(int type, String typeName) {
            return type;
        }

        Kind kind(int type, String typeName);
    }

    /** NaN for NULL. {@code column} counts from 1. */
    protected abstract double plain(int column, int type) throws SQLException;

    /** Unix seconds; NaN for NULL. */
    protected abstract double time(int column, int type) throws SQLException;

    /** Seconds; NaN for NULL. */
    protected abstract double interval(int column) throws SQLException;

    @Override
    public int columnCount() {
        return names.length;
    }

    @Override
    public String columnName(int column) {
        return names[column];
    }

    @Override
    public Kind kind(int column) {
        return kinds[column];
    }

    @Override
    public boolean next() throws CollectException {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw errors.toCollectException("reading rows", e);
        }
    }

    @Override
    public void rewind() throws CollectException {
        try {
            rows.beforeFirst();
        } catch (SQLException e) {
            throw errors.toCollectException("reading rows", e);
        }
    }

    @Override
    public boolean wasNull() throws CollectException {
        try {
            return rows.wasNull();
        } catch (SQLException e) {
            throw errors.toCollectException("reading rows", e);
        }
    }

    @Override
    public String text(int column) throws CollectException {
        try {
            if (kinds[column] == Kind.BOOLEAN) {
                boolean value = rows.getBoolean(column + 1);
                return rows.wasNull() ? "" : String.valueOf(value);
            }
            if (kinds[column] == Kind.TIME) {
                double seconds = time(column + 1, types[column]);
                return rows.wasNull() ? "" : String.valueOf((long) seconds);
            }
            String text = rows.getString(column + 1);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw errors.toCollectException("column " + names[column], e);
        }
    }

    @Override
    public double number(int column) throws CollectException {
        try {
            return switch (kinds[column]) {
                case NUMBER -> plain(column + 1, types[column]);
                case BOOLEAN -> {
                    boolean value = rows.getBoolean(column + 1);
                    yield rows.wasNull() ? Double.NaN : value ? 1 : 0;
                }
                case TIME -> time(column + 1, types[column]);
                case INTERVAL -> interval(column + 1);
                case ARRAY ->
                    throw new CollectException(
                            Reason.BAD_DATA, "column " + names[column] + " is an array, not a number");
                case TEXT -> NumberText.parse(rows.getString(column + 1), names[column]);
            };
        } catch (SQLException e) {
            throw errors.toCollectException("column " + names[column], e);
        }
    }

    @Override
    public double[] numbers(int column) throws CollectException {
        try {
            Array array = rows.getArray(column + 1);
            if (array == null) {
                return new double[0];
            }
            Object[] items = (Object[]) array.getArray();
            double[] numbers = new double[items.length];
            for (int i = 0; i < items.length; i++) {
                numbers[i] = items[i] == null ? 0 : NumberText.parse(String.valueOf(items[i]), names[column]);
            }
            return numbers;
        } catch (SQLException e) {
            throw errors.toCollectException("column " + names[column], e);
        } catch (ClassCastException e) {
            throw new CollectException(Reason.BAD_DATA, "column " + names[column] + " is no array of numbers", e);
        }
    }
}
