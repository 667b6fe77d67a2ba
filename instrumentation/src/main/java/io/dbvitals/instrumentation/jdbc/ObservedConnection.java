package io.dbvitals.instrumentation.jdbc;

import io.dbvitals.instrumentation.jdbc.StatementObserver.Observed;
import io.dbvitals.instrumentation.sql.Database;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are observed. */
final class ObservedConnection extends Invocations {
    private final Connection target;
    private final ObservedDataSource source;
    private @Nullable Database database;

    ObservedConnection(Connection target, ObservedDataSource source) {
        super(target);
        this.target = target;
        this.source = source;
    }

    @Override
    protected @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object result = pass(method, arguments);
        if (result instanceof Statement statement) {
            Connection connection = (Connection) proxy;
            return switch (method.getName()) {
                case "createStatement" -> proxy(Statement.class, ObservedStatement.plain(statement, connection, this));
                case "prepareStatement" ->
                    proxy(PreparedStatement.class, ObservedStatement.prepared(statement, connection, this, (String)
                            arguments[0]));
                case "prepareCall" ->
                    proxy(CallableStatement.class, ObservedStatement.prepared(statement, connection, this, (String)
                            arguments[0]));
                default -> result;
            };
        }
        return result;
    }

    Observed observe(String sql) {
        Database known = database;
        if (known == null) {
            known = source.databaseOf(target);
            database = known;
        }
        return source.observer().observe(known, sql);
    }

    boolean countsReadRows() {
        return source.countsReadRows();
    }
}
