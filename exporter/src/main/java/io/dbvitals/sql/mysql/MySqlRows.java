package io.dbvitals.sql.mysql;

import io.dbvitals.sql.jdbc.JdbcRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A result of MySQL or MariaDB. DATETIME and TIMESTAMP come without their zone and are read as UTC; {@code UNIX_TIMESTAMP(…)} in the
 * SQL gives the right number whatever the server's zone is. TIME is an interval.
 */
final class MySqlRows extends JdbcRows {
    MySqlRows(ResultSet rows) throws SQLException {
        super(rows, MySqlErrors.INSTANCE, MySqlRows::kindOf);
    }

    @Override
    protected double plain(int column, int type) throws SQLException {
        if (type == Types.TINYINT || type == Types.SMALLINT || type == Types.INTEGER) {
            long value = rows.getLong(column);
            return rows.wasNull() ? Double.NaN : value;
        }
        // Not getLong: BIGINT UNSIGNED reaches twice as far.
        double value = rows.getDouble(column);
        return rows.wasNull() ? Double.NaN : value;
    }

    @Override
    protected double time(int column, int type) throws SQLException {
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
        if (time == null) {
            return Double.NaN;
        }
        Instant instant = time.toInstant(ZoneOffset.UTC);
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    @Override
    protected double interval(int column) throws SQLException {
        Duration time = rows.getObject(column, Duration.class);
        return time == null ? Double.NaN : time.toNanos() / 1e9;
    }

    private static Kind kindOf(int type, String typeName) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> Kind.NUMBER;
            case Types.BIT, Types.BOOLEAN -> Kind.BOOLEAN;
            case Types.TIMESTAMP, Types.DATE -> Kind.TIME;
            case Types.TIME -> Kind.INTERVAL;
            default -> Kind.TEXT;
        };
    }
}
