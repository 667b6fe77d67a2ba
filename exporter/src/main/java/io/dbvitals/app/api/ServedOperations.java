package io.dbvitals.app.api;

import io.dbvitals.api.alerts.AlertOperations;
import io.dbvitals.api.dashboard.json.DashboardResource;
import io.dbvitals.api.description.DescriptionResource;
import io.dbvitals.api.page.StatusPage;
import io.dbvitals.app.alerts.CurrentDesk;
import io.dbvitals.app.change.ChangeOperations;
import io.dbvitals.app.dashboard.LiveDashboard;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.reads.ReadOperations;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.http.resource.Operation;
import java.time.Clock;
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
        operations.addAll(ChangeOperations.of(program.steering(), program.reloadFailure()));
        operations.addAll(StatusPage.operations(dashboard));
        operations.addAll(ReadOperations.of(program, survey));
        operations.add(DescriptionResource.of());
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        survey.close();
    }
}
