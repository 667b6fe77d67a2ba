package io.dbvitals.instrumentation.jdbc;

import io.dbvitals.instrumentation.sql.Database;
import io.dbvitals.instrumentation.sql.Dialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A data source that behaves as the one inside and tells an observer of each statement. It closes nothing. */
public final class ObservedDataSource extends ForwardingDataSource {
    /** How many databases behind one data source are told apart. */
    private static final int DATABASES = 64;

    private final StatementObserver observer;
    private final Optional<Dialect> dialect;
    private final boolean readRows;
    private final Map<String, Database> databases = new ConcurrentHashMap<>();

    private ObservedDataSource(
            DataSource target, StatementObserver observer, Optional<Dialect> dialect, boolean readRows) {
        super(target);
        this.observer = observer;
        this.dialect = dialect;
        this.readRows = readRows;
    }

    /**
     * Around another, best outermost, around the pool.
     *
     * @param dialect the dialect of all its statements; empty to ask each connection's driver
     * @param readRows whether rows that the application reads are counted; results are then proxies too
     */
    public static ObservedDataSource around(
            DataSource target, StatementObserver observer, Optional<Dialect> dialect, boolean readRows) {
        return new ObservedDataSource(target, observer, dialect, readRows);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return Invocations.proxy(Connection.class, new ObservedConnection(target().getConnection(), this));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return Invocations.proxy(
                Connection.class, new ObservedConnection(target().getConnection(user, password), this));
    }

    StatementObserver observer() {
        return observer;
    }

    boolean countsReadRows() {
        return readRows;
    }

    /** What the driver says without asking the server. */
    Database databaseOf(Connection connection) {
        try {
            DatabaseMetaData facts = connection.getMetaData();
            String url = String.valueOf(facts.getURL());
            Database known = databases.get(url);
            if (known != null) {
                return known;
            }
            Database found =
                    Database.of(url, dialect.orElse(Dialect.ofProduct(String.valueOf(facts.getDatabaseProductName()))));
            if (databases.size() < DATABASES) {
                databases.put(url, found);
            }
            return found;
        } catch (SQLException e) {
            // The statement itself will say what is wrong.
            return Database.of(dialect.orElse(Dialect.UNKNOWN));
        }
    }
}
