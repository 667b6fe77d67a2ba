package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.postgresql.util.PGInterval;

/** A result of a JDBC driver. */
final class JdbcRows implements Rows {
    private final ResultSet rows;
    private final String[] names;
    private final Kind[] kinds;
    private final int[] types;

    JdbcRows(ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData meta = rows.getMetaData();
        names = new String[meta.getColumnCount()];
        kinds = new Kind[names.length];
        types = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = meta.getColumnLabel(i + 1);
            // The driver calls both kinds of timestamp TIMESTAMP.
            types[i] = meta.getColumnTypeName(i + 1).equals("timestamptz")
                    ? Types.TIMESTAMP_WITH_TIMEZONE
                    : meta.getColumnType(i + 1);
            kinds[i] = kind(types[i], meta.getColumnTypeName(i + 1));
        }
    }

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
            throw SqlErrors.toCollectException("reading rows", e);
        }
    }

    @Override
    public void rewind() throws CollectException {
        try {
            rows.beforeFirst();
        } catch (SQLException e) {
            throw SqlErrors.toCollectException("reading rows", e);
        }
    }

    @Override
    public boolean wasNull() throws CollectException {
        try {
            return rows.wasNull();
        } catch (SQLException e) {
            throw SqlErrors.toCollectException("reading rows", e);
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
                double seconds = time(column);
                return rows.wasNull() ? "" : String.valueOf((long) seconds);
            }
            String text = rows.getString(column + 1);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw SqlErrors.toCollectException("column " + names[column], e);
        }
    }

    @Override
    public double number(int column) throws CollectException {
        try {
            return switch (kinds[column]) {
                case NUMBER -> plain(column);
                case BOOLEAN -> {
                    boolean value = rows.getBoolean(column + 1);
                    yield rows.wasNull() ? Double.NaN : value ? 1 : 0;
                }
                case TIME -> time(column);
                case INTERVAL -> interval(column);
                case ARRAY ->
                    throw new CollectException(
                            Reason.BAD_DATA, "column " + names[column] + " is an array, not a number");
                case TEXT -> NumberText.parse(rows.getString(column + 1), names[column]);
            };
        } catch (SQLException e) {
            throw SqlErrors.toCollectException("column " + names[column], e);
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
            throw SqlErrors.toCollectException("column " + names[column], e);
        } catch (ClassCastException e) {
            throw new CollectException(Reason.BAD_DATA, "column " + names[column] + " is no array of numbers", e);
        }
    }

    private double plain(int column) throws SQLException {
        if (types[column] == Types.NUMERIC || types[column] == Types.DECIMAL) {
            // Not getBigDecimal, which refuses the NaN and Infinity that numeric can hold.
            Object value = rows.getObject(column + 1);
            return value == null
                    ? Double.NaN
                    : value instanceof BigDecimal big ? big.doubleValue() : ((Number) value).doubleValue();
        }
        if (types[column] == Types.REAL || types[column] == Types.DOUBLE) {
            double value = rows.getDouble(column + 1);
            return rows.wasNull() ? Double.NaN : value;
        }
        long value = rows.getLong(column + 1);
        return rows.wasNull() ? Double.NaN : value;
    }

    private double time(int column) throws SQLException {
        if (types[column] == Types.DATE) {
            LocalDate date = rows.getObject(column + 1, LocalDate.class);
            if (date == null) {
                return Double.NaN;
            }
            return date.equals(LocalDate.MAX)
                    ? Double.POSITIVE_INFINITY
                    : date.equals(LocalDate.MIN) ? Double.NEGATIVE_INFINITY : date.toEpochDay() * 86_400.0;
        }
        if (types[column] == Types.TIMESTAMP_WITH_TIMEZONE) {
            OffsetDateTime time = rows.getObject(column + 1, OffsetDateTime.class);
            return time == null ? Double.NaN : seconds(time);
        }
        LocalDateTime time = rows.getObject(column + 1, LocalDateTime.class);
        if (time == null) {
            return Double.NaN;
        }
        return time.equals(LocalDateTime.MAX)
                ? Double.POSITIVE_INFINITY
                : time.equals(LocalDateTime.MIN) ? Double.NEGATIVE_INFINITY : seconds(time.atOffset(ZoneOffset.UTC));
    }

    private static double seconds(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX)) {
            return Double.POSITIVE_INFINITY;
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return Double.NEGATIVE_INFINITY;
        }
        Instant instant = time.toInstant();
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private double interval(int column) throws SQLException {
        // A month counts as 30 days and a year as 365.25, as PostgreSQL's own extract(epoch from …) has it.
        if (!(rows.getObject(column + 1) instanceof PGInterval interval)) {
            return Double.NaN;
        }
        double seconds = interval.getYears() * 31_557_600.0
                + interval.getMonths() * 2_592_000.0
                + interval.getDays() * 86_400.0
                + interval.getHours() * 3600.0
                + interval.getMinutes() * 60.0
                + interval.getSeconds();
        // The driver does not know the infinite intervals of PostgreSQL 17 and reads them as zero.
        return seconds == 0 && rows.getString(column + 1).endsWith("infinity")
                ? (rows.getString(column + 1).startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : seconds;
    }

    private static Kind kind(int type, String typeName) {
        return switch (type) {
            case Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.TINYINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> Kind.NUMBER;
            case Types.BIT, Types.BOOLEAN -> typeName.equals("bit") ? Kind.TEXT : Kind.BOOLEAN;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE -> Kind.TIME;
            case Types.ARRAY -> Kind.ARRAY;
            default -> typeName.equals("interval") ? Kind.INTERVAL : Kind.TEXT;
        };
    }
}
