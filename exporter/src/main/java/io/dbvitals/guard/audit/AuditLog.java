package io.dbvitals.guard.audit;

import io.dbvitals.guard.audit.chain.ChainFile;
import io.dbvitals.guard.audit.chain.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The guard's record: one JSON object a line, on disk before each action and after it, each bearing the hash of the one before.
 *
 * <pre>
 * {"seq":7,"prev_hash":"5e…","ts":"2024-01-15T10:30:45.000123Z","phase":"intent","id":7,"action":"terminate","target":"primary",
 *  "pid":4242,"actor":"rule","rule":"idle_in_transaction","dry_run":false,…,"hash":"a0…"}
 * {"seq":8,"prev_hash":"a0…","ts":"2024-01-15T10:30:45.014311Z","phase":"outcome","id":7,"action":"terminate","target":"primary",
 *  "pid":4242,…,"sql_result":"t","outcome":"done","duration_ms":14,"hash":"91…"}
 * </pre>
 *
 * <p>Several threads and processes may write to one file. It may be rotated by renaming; the new file goes on with the chain. A file
 * that was copied and emptied instead has lost its records, and {@link #verify} says so.
 */
public final class AuditLog {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path file;
    private final Clock clock;
    private final ChainFile chain;

    /** Nothing is opened before the first record. */
    public AuditLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.chain = new ChainFile(file, clock);
    }

    /**
     * Puts on record what is about to be done.
     *
     * @throws AuditException when that is not on disk: then it must not be done
     */
    public Pending begin(AuditEntry entry) throws AuditException {
        return new Pending(this, entry, append("intent", OptionalLong.empty(), entry, Map.of()));
    }

    /** Puts on record what happened: a start, a stop, something refused, a limit reached, a change of configuration. */
    public void event(AuditEntry entry) throws AuditException {
        append("event", OptionalLong.empty(), entry, Map.of());
    }

    /**
     * How many actions of rules were begun on that target within the last hour, by whatever process writes to this log.
     *
     * @throws AuditException when it cannot be read
     */
    public int lastHour(String target) throws AuditException {
        try {
            return Begun.in(file, target, clock.instant().minus(HOUR));
        } catch (IOException e) {
            throw AuditException.unreadable(file, e);
        }
    }

    long append(String phase, OptionalLong about, AuditEntry entry, Map<String, Object> result) throws AuditException {
        Map<String, Object> members = new LinkedHashMap<>();
        entry.fields().forEach((field, value) -> members.put(field.key(), value));
        members.putAll(result);
        try {
            return chain.append(new Draft(phase, about, entry.action(), entry.target(), members));
        } catch (IOException e) {
            throw AuditException.unwritable(file, e);
        }
    }

    /**
     * Reads a log from its first line to its last and says whether anything is missing or was changed.
     *
     * @throws AuditException when it cannot be read
     */
    public static AuditReport verify(Path file) throws AuditException {
        return verify(List.of(file));
    }

    /** Reads a log and those it was rotated into, the oldest first, as one. */
    public static AuditReport verify(List<Path> files) throws AuditException {
        return Verifier.read(files);
    }
}
