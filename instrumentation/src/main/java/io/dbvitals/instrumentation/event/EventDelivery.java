package io.dbvitals.instrumentation.event;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Takes each event to all handlers without holding up the one who has it. A handler has a queue and a thread of its own, so that a
 * slow or failing one keeps nothing from the others; the thread is a daemon and ends when there has been nothing to do for a while.
 *
 * <p>Events that a handler is too slow for are dropped, the newest first, and counted.
 */
public final class EventDelivery implements AutoCloseable {
    /** How many events wait for a handler before more are dropped. */
    public static final int CAPACITY = 256;

    /** How long {@link #close} gives the handlers for what waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<Lane> lanes;

    private EventDelivery(List<Lane> lanes) {
        this.lanes = lanes;
    }

    /** The handlers are closed with it. */
    public static EventDelivery to(EventHandler... handlers) {
        return to(List.of(handlers), CAPACITY);
    }

    /** With room for {@code capacity} waiting events for each handler. */
    public static EventDelivery to(List<? extends EventHandler> handlers, int capacity) {
        return to(handlers, capacity, System::nanoTime);
    }

    static EventDelivery to(List<? extends EventHandler> handlers, int capacity, LongSupplier nanoClock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, is " + capacity);
        }
        return new EventDelivery(handlers.stream()
                .map(handler -> new Lane(handler, capacity, nanoClock))
                .toList());
    }

    /** Returns at once; false where at least one handler will not see the event. */
    public boolean offer(Event event) {
        boolean taken = true;
        for (Lane lane : lanes) {
            taken &= lane.offer(event);
        }
        return taken;
    }

    /** What has become of the events so far, added up over the handlers. */
    public Counts counts() {
        return lanes.stream().map(Lane::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** Takes no more, waits a moment for the handlers to see what they have, then interrupts and closes them. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    void close(Duration patience) {
        lanes.forEach(Lane::end);
        long until = System.nanoTime() + patience.toNanos();
        lanes.forEach(lane -> lane.close(Duration.ofNanos(Math.max(0, until - System.nanoTime()))));
    }

    /**
     * An event counts once for each handler.
     *
     * @param delivered handled without an exception
     * @param failed the handler threw
     * @param dropped the handler never saw it
     */
    public record Counts(long delivered, long failed, long dropped) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(delivered + other.delivered, failed + other.failed, dropped + other.dropped);
        }
    }
}
