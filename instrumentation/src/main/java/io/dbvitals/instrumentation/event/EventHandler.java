package io.dbvitals.instrumentation.event;

/** Takes events to where people see them; it is called on a thread of its own, one event at a time, and may throw. */
@FunctionalInterface
public interface EventHandler extends AutoCloseable {
    void handle(Event event) throws Exception;

    /** Lets go of what it holds; called by the {@link EventDelivery} that it was given to, once no more events come. */
    @Override
    default void close() {}
}
