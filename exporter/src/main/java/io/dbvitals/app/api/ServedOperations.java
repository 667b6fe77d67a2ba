package io.dbvitals.app.api;

import io.dbvitals.app.change.ChangeLog;
import io.dbvitals.app.change.ConfigResource;
import io.dbvitals.app.change.ControlResource;
import io.dbvitals.app.change.GuardResource;
import io.dbvitals.app.change.Plans;
import io.dbvitals.app.change.ThresholdResource;
import io.dbvitals.app.change.Thresholds;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The one list of what the API serves. */
public final class ServedOperations implements AutoCloseable {
    private final List<Operation> operations = new ArrayList<>();

    /** Reads nothing yet. */
    public ServedOperations(Program program) {
        ChangeLog log = new ChangeLog(() -> program.config().get().guard().auditFile());
        ThresholdResource threshold = new ThresholdResource(
                new Thresholds(program.config(), program.steering()::change, log, InstantSource.system()));
        operations.add(
                Operation.get("/api/v1/config", new ConfigResource(program.steering(), program.reloadFailure())));
        operations.add(Operation.post("/api/v1/config/threshold", threshold));
        operations.add(Operation.delete("/api/v1/config/threshold", threshold));
        operations.add(Operation.post(
                "/api/v1/control", new ControlResource(program.steering(), log, InstantSource.system())));
        GuardResource guard = new GuardResource(new Plans(program.config(), InstantSource.system()), program.config());
        // It changes nothing: who sees, may ask what would be done.
        operations.add(new Operation("POST", "/api/v1/guard/plan", Role.VIEWER, guard::plan));
        operations.add(Operation.post("/api/v1/guard/execute", guard::execute));
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {}
}
