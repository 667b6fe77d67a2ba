package io.dbvitals.redis.model;

import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import java.time.Instant;
import java.util.Map;

/**
 * All that a server said in one scrape.
 *
 * @param at when it said it, by our clock
 */
public record Readout(Info info, Map<Command, Reply> replies, Instant at) {
    /** {@link Reply.Nothing} where the command was not sent. */
    public Reply reply(Command command) {
        return replies.getOrDefault(command, new Reply.Nothing());
    }

    /** Whether the command was answered, and not with an error. */
    public boolean answered(Command command) {
        return replies.containsKey(command) && !reply(command).failed();
    }
}
