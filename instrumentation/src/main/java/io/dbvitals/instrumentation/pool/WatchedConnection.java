package io.dbvitals.instrumentation.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A connection that says when it is given back; all else is the pool's own. */
final class WatchedConnection implements InvocationHandler {
    private final Connection connection;
    private final Runnable onReturn;

    private WatchedConnection(Connection connection, Runnable onReturn) {
        this.connection = connection;
        this.onReturn = onReturn;
    }

    static Connection of(Connection connection, Runnable onReturn) {
        return (Connection) Proxy.newProxyInstance(
                WatchedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new WatchedConnection(connection, onReturn));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "unwrap" -> {
                if (arguments != null && ((Class<?>) arguments[0]).isInstance(connection)) {
                    return connection;
                }
            }
            case "isWrapperFor" -> {
                if (arguments != null && ((Class<?>) arguments[0]).isInstance(connection)) {
                    return true;
                }
            }
            default -> {}
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            // A pool has it back even where closing or aborting fails.
            if (method.getName().equals("close") || method.getName().equals("abort")) {
                onReturn.run();
            }
        }
    }
}
