package io.dbvitals.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Actions on signals. The only API for it, {@code sun.misc.Signal} of the module {@code jdk.unsupported}, makes the compiler warn in a
 * way that cannot be silenced, so it is called by name.
 */
public final class Signals {
    private static final Logger logger = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Replaces what the JVM does on that signal; on SIGTERM it would end with code 143, where a clean stop is 0.
     *
     * @param name without {@code SIG}
     */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            logger.info("SIG{} cannot be handled here: this system does not know it, or the JVM keeps it", name);
        }
    }
}
