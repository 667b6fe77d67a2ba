package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.jdbc.Invocations;
import java.lang.reflect.Method;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A connection that says when it is given back; all else is the pool's own. */
final class WatchedConnection extends Invocations {
    private final Runnable onReturn;

    private WatchedConnection(Connection connection, Runnable onReturn) {
        super(connection);
        this.onReturn = onReturn;
    }

    static Connection of(Connection connection, Runnable onReturn) {
        return proxy(Connection.class, new WatchedConnection(connection, onReturn));
    }

    @Override
    protected @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            return pass(method, arguments);
        } finally {
            // A pool has it back even where closing or aborting fails.
            if (method.getName().equals("close") || method.getName().equals("abort")) {
                onReturn.run();
            }
        }
    }
}
