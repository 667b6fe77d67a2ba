package io.dbvitals.app.api;

import io.dbvitals.api.alerts.AlertOperations;
import io.dbvitals.api.dashboard.json.DashboardResource;
import io.dbvitals.app.alerts.CurrentDesk;
import io.dbvitals.app.change.ChangeLog;
import io.dbvitals.app.change.ConfigResource;
import io.dbvitals.app.change.ControlResource;
import io.dbvitals.app.change.ThresholdResource;
import io.dbvitals.app.change.Thresholds;
import io.dbvitals.app.dashboard.LiveDashboard;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.http.resource.Operation;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The one list of what the API serves. */
public final class ServedOperations implements AutoCloseable {
    private final List<Operation> operations = new ArrayList<>();

    private final Survey survey;

    /** Reads nothing yet. */
    public ServedOperations(Program program) {
        survey = new Survey(program);
        LiveDashboard dashboard = new LiveDashboard(program, survey);
        operations.addAll(new AlertOperations(new CurrentDesk(program.config()), Clock.systemUTC()).all());
        operations.add(DashboardResource.of(dashboard));
        ChangeLog log = new ChangeLog(() -> program.config().get().guard().auditFile());
        ThresholdResource threshold = new ThresholdResource(
                new Thresholds(program.config(), program.steering()::change, log, InstantSource.system()));
        operations.add(
                Operation.get("/api/v1/config", new ConfigResource(program.steering(), program.reloadFailure())));
        operations.add(Operation.post("/api/v1/config/threshold", threshold));
        operations.add(Operation.delete("/api/v1/config/threshold", threshold));
        operations.add(Operation.post(
                "/api/v1/control", new ControlResource(program.steering(), log, InstantSource.system())));
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        survey.close();
    }
}
