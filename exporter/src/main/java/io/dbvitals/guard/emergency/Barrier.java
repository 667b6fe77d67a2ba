package io.dbvitals.guard.emergency;

import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.emergency.fence.FenceFile;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.guard.session.Doors.Door;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of one emergency: shut as they are met, and opened again. */
final class Barrier {
    private static final Logger logger = LoggerFactory.getLogger(Barrier.class);

    private static final int TRIES = 3;

    private final FenceFile file;
    private final Ledger ledger;
    private final Map<String, Doors> doors;
    private final Listener listener;
    private final Set<String> seenTo = new HashSet<>();
    private final Set<String> barred = new HashSet<>();
    private final Map<String, Posture> postures = new LinkedHashMap<>();
    private final List<Shut> shut = new ArrayList<>();

    Barrier(FenceFile file, Ledger ledger, Map<String, Doors> doors, Listener listener) {
        this.file = file;
        this.ledger = ledger;
        this.doors = new LinkedHashMap<>(doors);
        this.listener = listener;
    }

    /** How each door stands, or stood. */
    List<Posture> postures() {
        return List.copyOf(postures.values());
    }

    /** Whether any is shut, by whomever. */
    boolean stands() {
        return !barred.isEmpty();
    }

    /** Whether a door to that database is shut, or may yet be. */
    boolean mayBar(String database) {
        return barred.contains(database) || (!doors.isEmpty() && !seenTo.contains(database));
    }

    /** Shuts what leads to those databases, unless that was tried before. */
    void shut(Set<String> databases) throws AuditException {
        Set<String> fresh = new HashSet<>(databases);
        fresh.removeAll(seenTo);
        if (fresh.isEmpty()) {
            return;
        }
        seenTo.addAll(fresh);
        for (Map.Entry<String, Doors> each : doors.entrySet()) {
            String target = each.getKey();
            try {
                for (Door door : each.getValue().look()) {
                    List<String> behind = fresh.stream().filter(door::leadsTo).toList();
                    if (!behind.isEmpty() && bars(target, each.getValue(), door)) {
                        barred.addAll(behind);
                    }
                }
            } catch (CollectException e) {
                note(new Posture(target, "", "", Posture.Standing.OPEN, String.valueOf(e.getMessage())));
            }
        }
    }

    private boolean bars(String target, Doors those, Door door) throws AuditException {
        if (!postures.containsKey(key(target, door.name()))) {
            note(shut(target, those, door));
        }
        return Optional.ofNullable(postures.get(key(target, door.name())))
                .filter(posture -> posture.standing() != Posture.Standing.OPEN)
                .isPresent();
    }

    private void note(Posture posture) {
        postures.put(key(posture.target(), posture.door()), posture);
        listener.door(posture);
    }

    private static String key(String target, String door) {
        return target + '\n' + door;
    }

    private Posture shut(String target, Doors those, Door door) throws AuditException {
        Shut wanted = new Shut(target, door.name(), door.state(), those.shut());
        try {
            List<Shut> known = file.read();
            if (door.state().equals(those.shut())) {
                Optional<Shut> leftBehind = known.stream()
                        .filter(each -> each.is(target, door.name()))
                        .findFirst();
                leftBehind.ifPresent(shut::add);
                return leftBehind
                        .map(each -> posture(each, Posture.Standing.SHUT, "by a guard that was killed"))
                        .orElseGet(() -> posture(wanted, Posture.Standing.FOUND_SHUT, "somebody else has shut it"));
            }
            if (door.hindrance().isPresent()) {
                return posture(wanted, Posture.Standing.OPEN, door.hindrance().get());
            }
            List<Shut> more = new ArrayList<>(known);
            more.removeIf(each -> each.is(target, door.name()));
            more.add(wanted);
            file.write(more);
        } catch (FenceException e) {
            return posture(wanted, Posture.Standing.OPEN, String.valueOf(e.getMessage()));
        }
        // From here on it is opened again, whether it turns out to be shut or not.
        shut.add(wanted);
        Pending pending = ledger.turning("fence", wanted);
        try {
            those.set(door.name(), those.shut());
            pending.end(AuditOutcome.DONE, "");
            return posture(wanted, Posture.Standing.SHUT, "");
        } catch (CollectException e) {
            pending.end(outcome(e), String.valueOf(e.getMessage()));
            return posture(wanted, Posture.Standing.OPEN, String.valueOf(e.getMessage()));
        }
    }

    private static Posture posture(Shut shut, Posture.Standing standing, String text) {
        return new Posture(shut.target(), shut.door(), shut.former(), standing, text);
    }

    static AuditOutcome outcome(CollectException e) {
        return e.reason() == Reason.DENIED
                ? AuditOutcome.DENIED
                : e.reason() == Reason.TIMEOUT ? AuditOutcome.TIMEOUT : AuditOutcome.FAILED;
    }

    /** Opens what it has shut, the last first; what cannot be opened stays in the file, and in the log. */
    List<Reopened> open() {
        List<Reopened> all = new ArrayList<>();
        List<Shut> backwards = new ArrayList<>(shut);
        Collections.reverse(backwards);
        for (Shut each : backwards) {
            Optional<Doors> those = Optional.ofNullable(doors.get(each.target()));
            Reopened reopened = those.map(present -> open(each, present))
                    .orElseGet(() -> new Reopened(
                            each, Reopened.Result.FAILED, "the configuration has no target " + each.target()));
            all.add(reopened);
            listener.reopened(reopened);
        }
        shut.clear();
        return all;
    }

    /** Adds those that a guard left behind that was killed. */
    void adopt(List<Shut> leftBehind) {
        shut.addAll(leftBehind);
    }

    private Reopened open(Shut each, Doors those) {
        Reopened result = attempt(each, those);
        for (int i = 1; i < TRIES && result.result() == Reopened.Result.FAILED; i++) {
            result = attempt(each, those);
        }
        if (result.result() == Reopened.Result.FAILED) {
            logger.error(
                    "{}: the door {} is still shut ({}, before {}): {}; run guard restore",
                    each.target(),
                    each.door(),
                    each.shut(),
                    each.former(),
                    result.text());
            return result;
        }
        try {
            List<Shut> left = new ArrayList<>(file.read());
            left.removeIf(other -> other.is(each.target(), each.door()));
            file.write(left);
        } catch (FenceException e) {
            // It is open; that it is remembered as shut does no harm, as the next one looks before it opens.
            logger.error("{}: {}", each.target(), e.getMessage());
        }
        return result;
    }

    private Reopened attempt(Shut each, Doors those) {
        try {
            Optional<Door> now = those.look().stream()
                    .filter(door -> door.name().equals(each.door()))
                    .findFirst();
            if (now.isEmpty()) {
                return new Reopened(each, Reopened.Result.GONE, "it is no more");
            }
            if (!now.get().state().equals(each.shut())) {
                boolean never = now.get().state().equals(each.former());
                return new Reopened(
                        each,
                        never ? Reopened.Result.RESTORED : Reopened.Result.CHANGED,
                        never ? "" : "it is " + now.get().state() + " now, which is not the guard's doing");
            }
            Optional<Pending> pending = begun(each);
            try {
                those.set(each.door(), each.former());
            } catch (CollectException e) {
                end(each, pending, outcome(e), String.valueOf(e.getMessage()));
                return new Reopened(each, Reopened.Result.FAILED, String.valueOf(e.getMessage()));
            }
            end(each, pending, AuditOutcome.DONE, "");
            return new Reopened(each, Reopened.Result.RESTORED, "");
        } catch (CollectException e) {
            return new Reopened(each, Reopened.Result.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** The one action that is taken without a record, if none can be written: clients must not stay locked out. */
    private Optional<Pending> begun(Shut each) {
        try {
            return Optional.of(ledger.turning("restore", each));
        } catch (AuditException e) {
            logger.error("{}: the door {} is opened without a record: {}", each.target(), each.door(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void end(Shut each, Optional<Pending> pending, AuditOutcome outcome, String said) {
        if (pending.isEmpty()) {
            return;
        }
        try {
            pending.get().end(outcome, said);
        } catch (AuditException e) {
            logger.error("{}: opening {}: {}", each.target(), each.door(), e.getMessage());
        }
    }
}
