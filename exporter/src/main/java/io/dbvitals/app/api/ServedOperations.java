package io.dbvitals.app.api;

import io.dbvitals.api.dashboard.json.DashboardResource;
import io.dbvitals.api.page.StatusPage;
import io.dbvitals.app.dashboard.LiveDashboard;
import io.dbvitals.app.program.Program;
import io.dbvitals.http.resource.Operation;
import java.util.ArrayList;
import java.util.List;

/** The one list of what the API serves. */
public final class ServedOperations implements AutoCloseable {
    private final List<Operation> operations = new ArrayList<>();

    private final LiveDashboard dashboard;

    /** Reads nothing yet. */
    public ServedOperations(Program program) {
        dashboard = new LiveDashboard(program);
        operations.add(DashboardResource.of(dashboard));
        operations.addAll(StatusPage.operations(dashboard));
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
