package io.dbvitals.app.guard.emergency;

import io.dbvitals.app.guard.server.Gates;
import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.emergency.Emergency;
import io.dbvitals.guard.emergency.Fences;
import io.dbvitals.guard.emergency.Listener;
import io.dbvitals.guard.emergency.Order;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.scrape.CollectException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Clears the servers of a configuration of their clients, and opens what an emergency left shut that was killed. */
public final class Emergencies {
    /** So long sessions are ended for; beyond it something other than their number is wrong. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Config config;
    private final AuditLog log;
    private final Path fenceFile;
    private final Emergency emergency;

    /** For the guard of that configuration. */
    public Emergencies(Config config) {
        this.config = config;
        this.log = new AuditLog(config.guard().auditFile(), Clock.systemUTC());
        this.fenceFile = Fences.file(config.guard().auditFile());
        this.emergency = new Emergency(new Protection(config.guard().protect()), log, fenceFile, LONGEST);
    }

    /** Lets one that is under way end after the session at hand; what is shut is opened. */
    public void cut() {
        emergency.cut();
    }

    /**
     * Clears that target. What keeps it from that is part of the answer.
     *
     * @param actor who wants it, for the audit log
     */
    public Cleared clear(Guarded target, Fence fence, String actor, Listener listener) {
        try (Gates gates = Gates.of(config)) {
            Order order = Order.of(target.name(), actor, fence, target.server(), gates.pools());
            return new Cleared(
                    target.name(), fence, Optional.of(emergency.run(order, target.server(), listener)), "", true, true);
        } catch (CollectException e) {
            return failed(target, fence, e, false, true);
        } catch (AuditException e) {
            return failed(target, fence, e, true, false);
        } catch (FenceException e) {
            return failed(target, fence, e, true, true);
        }
    }

    private static Cleared failed(Guarded target, Fence fence, Exception failure, boolean reachable, boolean recorded) {
        return new Cleared(
                target.name(), fence, Optional.empty(), String.valueOf(failure.getMessage()), reachable, recorded);
    }

    /**
     * What is shut, or may be.
     *
     * @throws FenceException when the file that says so cannot be read
     */
    public List<Shut> shut() throws FenceException {
        return Fences.shut(fenceFile);
    }

    /**
     * Opens what was left shut.
     *
     * @param actor who wants it, for the audit log
     * @throws FenceException when an emergency is under way, or the file of what is shut cannot be used
     */
    public List<Reopened> restore(String actor) throws FenceException {
        try (Gates gates = Gates.of(config)) {
            return Fences.restore(fenceFile, log, actor, gates::doors);
        }
    }
}
