package io.dbvitals.instrumentation.event;

/** Takes events to where people see them; it is called on a thread of its own, one event at a time, and may throw. */
@FunctionalInterface
public interface EventHandler {
    void handle(Event event) throws Exception;
}
