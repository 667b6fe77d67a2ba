package io.dbvitals.instrumentation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** What the proxies have in common: they pass calls on, throw what the driver throws, and are equal to themselves. */
public abstract class Invocations implements InvocationHandler {
    private static final Object[] NO_ARGUMENTS = {};

    private final Wrapper target;

    protected Invocations(Wrapper target) {
        this.target = target;
    }

    /** What the application is given. */
    protected static <T> T proxy(Class<T> type, Invocations handler) {
        return type.cast(Proxy.newProxyInstance(Invocations.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "unwrap" -> isWanted(proxy, given) ? proxy : pass(method, given);
            case "isWrapperFor" -> isWanted(proxy, given) ? true : pass(method, given);
            default -> call(proxy, method, given);
        };
    }

    private static boolean isWanted(Object proxy, Object[] arguments) {
        return arguments[0] instanceof Class<?> type && type.isInstance(proxy);
    }

    /** Any call but those that are about the proxy itself. */
    protected abstract @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable;

    /** Calls the driver. */
    protected final @Nullable Object pass(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
