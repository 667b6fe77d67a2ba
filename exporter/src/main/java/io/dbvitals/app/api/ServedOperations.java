package io.dbvitals.app.api;

import io.dbvitals.api.dashboard.json.DashboardResource;
import io.dbvitals.api.description.DescriptionResource;
import io.dbvitals.app.dashboard.LiveDashboard;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.reads.HealthResource;
import io.dbvitals.app.reads.HistoryResource;
import io.dbvitals.app.reads.MetricsResource;
import io.dbvitals.app.reads.PoolsResource;
import io.dbvitals.app.reads.SlowQueriesResource;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.http.resource.Operation;
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
        operations.add(DashboardResource.of(dashboard));
        operations.add(DescriptionResource.of());
        operations.add(MetricsResource.of(program));
        operations.add(HistoryResource.of(program));
        operations.add(HealthResource.of(program, survey));
        operations.add(SlowQueriesResource.of(program, survey));
        operations.add(PoolsResource.of(program, survey));
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        survey.close();
    }
}
