package io.dbvitals.guard.emergency;

import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.emergency.fence.FenceFile;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.guard.session.Doors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Opens what an emergency left shut that was killed. */
public final class Fences {
    private Fences() {}

    /** Where it is kept what is shut: beside the audit log. */
    public static Path file(Path auditFile) {
        return auditFile.resolveSibling("guard-fence.json");
    }

    /** All files that are kept for it. */
    public static List<Path> files(Path auditFile) {
        Path file = file(auditFile);
        return List.of(
                file,
                file.resolveSibling(file.getFileName() + ".new"),
                file.resolveSibling(file.getFileName() + ".lock"));
    }

    /** What is shut, or may be; an emergency that is under way has its own among them. */
    public static List<Shut> shut(Path file) throws FenceException {
        return FenceFile.read(file);
    }

    /**
     * Opens each door that is still as the guard left it, and forgets those that are not; doing it again does no harm.
     *
     * @param actor who wants it, for the audit log
     * @param doors of a target, by its name in the configuration; empty where it is no target any more
     * @throws FenceException when the file cannot be read or written, or an emergency is under way
     */
    public static List<Reopened> restore(
            Path file, AuditLog log, String actor, Function<String, Optional<? extends Doors>> doors)
            throws FenceException {
        if (shut(file).isEmpty()) {
            return List.of();
        }
        try (FenceFile taken = FenceFile.take(file)) {
            List<Shut> all = taken.read();
            Map<String, Doors> known = new LinkedHashMap<>();
            for (Shut each : all) {
                doors.apply(each.target()).ifPresent(those -> known.putIfAbsent(each.target(), those));
            }
            Barrier barrier = new Barrier(taken, new Ledger(log, actor, "restore"), known, Listener.NONE);
            barrier.adopt(all);
            return barrier.open();
        }
    }
}
