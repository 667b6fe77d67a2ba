package io.dbvitals.app.deadman;

import io.dbvitals.app.deadman.Pulse.Look;
import io.dbvitals.app.deadman.Pulse.State;
import io.dbvitals.app.deadman.tell.News;
import io.dbvitals.app.deadman.tell.Teller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the pulse, tells every channel what has changed, and keeps the state. */
final class Telling {
    private static final Logger logger = LoggerFactory.getLogger(Telling.class);

    private final Pulse pulse;
    private final Expected expected;
    private final List<Teller> tellers;
    private final Optional<StateFile> file;
    private State kept;

    Telling(Pulse pulse, Expected expected, List<Teller> tellers, Optional<StateFile> file, State kept) {
        this.pulse = pulse;
        this.expected = expected;
        this.tellers = List.copyOf(tellers);
        this.file = file;
        this.kept = kept;
    }

    /** Again and again, from one thread. */
    void look() {
        try {
            Look look = pulse.look();
            keep(look.state());
            News news = look.news(expected);
            for (Teller teller : tellers) {
                teller.look(news);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Thrown on, it would be the last time that anybody looked.
            logger.error("a fault of the program", e);
        }
    }

    private void keep(State state) {
        if (file.isEmpty() || state.equals(kept)) {
            return;
        }
        try {
            file.get().write(state);
            kept = state;
        } catch (IOException e) {
            logger.warn("the state cannot be kept: {}", e.toString());
        }
    }
}
