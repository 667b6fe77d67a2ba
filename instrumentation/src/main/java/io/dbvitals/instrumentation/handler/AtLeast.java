package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import io.dbvitals.instrumentation.event.Severity;

/** Lets only events of some severity and above through. */
public final class AtLeast implements EventHandler {
    private final Severity least;
    private final EventHandler inner;

    private AtLeast(Severity least, EventHandler inner) {
        this.least = least;
        this.inner = inner;
    }

    public static AtLeast of(Severity least, EventHandler inner) {
        return new AtLeast(least, inner);
    }

    @Override
    public void handle(Event event) throws Exception {
        if (event.severity().compareTo(least) >= 0) {
            inner.handle(event);
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
