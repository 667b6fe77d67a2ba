package io.dbvitals.app.change;

import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Role;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the API offers to those who change something. */
public final class ChangeOperations {
    private ChangeOperations() {}

    /** {@code reloadFailure}: why the configuration on disk is not in use. */
    public static List<Operation> of(Steering steering, Supplier<Optional<String>> reloadFailure) {
        InstantSource clock = InstantSource.system();
        ChangeLog log = new ChangeLog(() -> steering.config().guard().auditFile());
        ThresholdResource threshold =
                new ThresholdResource(new Thresholds(steering::config, steering::change, log, clock));
        GuardResource guard = new GuardResource(new Plans(steering::config, clock), steering::config);
        return List.of(
                Operation.get("/api/v1/config", new ConfigResource(steering, reloadFailure)),
                Operation.post("/api/v1/config/threshold", threshold),
                Operation.delete("/api/v1/config/threshold", threshold),
                Operation.post("/api/v1/control", new ControlResource(steering, log, clock)),
                // It changes nothing: who sees, may ask what would be done.
                new Operation("POST", "/api/v1/guard/plan", Role.VIEWER, guard::plan),
                Operation.post("/api/v1/guard/execute", guard::execute));
    }
}
