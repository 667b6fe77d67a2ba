package io.dbvitals.guard.audit.chain;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A record before it has its place in the chain.
 *
 * @param phase {@code intent}, {@code outcome} or {@code event}
 * @param about number of the record that began it; empty when this one does
 * @param more members after those of every record, in order
 */
public record Draft(String phase, OptionalLong about, String action, String target, Map<String, Object> more) {
    public Draft {
        more = new LinkedHashMap<>(more);
    }

    /** A record of the log about itself. */
    static Draft note(Note note, Map<String, Object> more) {
        return new Draft("event", OptionalLong.empty(), note.action(), "", more);
    }

    String line(long seq, String prevHash, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", seq);
        members.put("prev_hash", prevHash);
        members.put("ts", Line.micros(now));
        members.put("phase", phase);
        members.put("id", about.orElse(seq));
        members.put("action", action);
        members.put("target", target);
        members.putAll(more);
        return Line.write(members);
    }
}
