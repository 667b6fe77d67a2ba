package io.dbvitals.sql.postgres;

import io.dbvitals.sql.jdbc.JdbcRows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.postgresql.util.PGInterval;

/** A result of PostgreSQL. */
final class PostgresRows extends JdbcRows {
    private static final Typing TYPING = new PostgresTyping();

    PostgresRows(ResultSet rows) throws SQLException {
        super(rows, PostgresErrors.INSTANCE, TYPING);
    }

    @Override
    protected double plain(int column, int type) throws SQLException {
        if (type == Types.NUMERIC || type == Types.DECIMAL) {
            // Not getBigDecimal, which refuses the NaN and Infinity that numeric can hold.
            Object value = rows.getObject(column);
            return value == null
                    ? Double.NaN
                    : value instanceof BigDecimal big ? big.doubleValue() : ((Number) value).doubleValue();
        }
        if (type == Types.REAL || type == Types.DOUBLE) {
            double value = rows.getDouble(column);
            return rows.wasNull() ? Double.NaN : value;
        }
        long value = rows.getLong(column);
        return rows.wasNull() ? Double.NaN : value;
    }

    @Override
    protected double time(int column, int type) throws SQLException {
        if (type == Types.DATE) {
            LocalDate date = rows.getObject(column, LocalDate.class);
            if (date == null) {
                return Double.NaN;
            }
            return date.equals(LocalDate.MAX)
                    ? Double.POSITIVE_INFINITY
                    : date.equals(LocalDate.MIN) ? Double.NEGATIVE_INFINITY : date.toEpochDay() * 86_400.0;
        }
        if (type == Types.TIMESTAMP_WITH_TIMEZONE) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null ? Double.NaN : seconds(time);
        }
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
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

    @Override
    protected double interval(int column) throws SQLException {
        // A month counts as 30 days and a year as 365.25, as PostgreSQL's own extract(epoch from …) has it.
        if (!(rows.getObject(column) instanceof PGInterval interval)) {
            return Double.NaN;
        }
        double seconds = interval.getYears() * 31_557_600.0
                + interval.getMonths() * 2_592_000.0
                + interval.getDays() * 86_400.0
                + interval.getHours() * 3600.0
                + interval.getMinutes() * 60.0
                + interval.getSeconds();
        // The driver does not know the infinite intervals of PostgreSQL 17 and reads them as zero.
        return seconds == 0 && rows.getString(column).endsWith("infinity")
                ? (rows.getString(column).startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : seconds;
    }

    private static final class PostgresTyping implements Typing {
        @Override
        public int type(int type, String typeName) {
            // The driver calls both kinds of timestamp TIMESTAMP.
            return typeName.equals("timestamptz") ? Types.TIMESTAMP_WITH_TIMEZONE : type;
        }

        @Override
        public Kind kind(int type, String typeName) {
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
}
