package io.dbvitals.redis.model;

import io.dbvitals.redis.wire.Command;
import java.util.List;

/** One group of metrics: what has to be asked for it besides INFO, and what the answers become. */
public interface Subject {
    /** Of its collector, as {@code redis_slowlog}. */
    String name();

    /** Whether such a server has it at all. */
    default boolean applies(Info info) {
        return true;
    }

    /** What is to be sent in one go with INFO; the same list as long as nothing is learned. */
    default List<Command> commands(Info info) {
        return List.of();
    }

    /** Whether INFO alone gives a part of it, so that it is of use even where all of its commands are refused. */
    default boolean alsoFromInfo() {
        return false;
    }

    /** Looks at answers that decide what else to ask; {@link #commands} tells it from then on. */
    default void learn(Readout readout) {}

    /** Does no I/O; what was refused is simply not there. */
    void map(Readout readout, Gathering out);
}
