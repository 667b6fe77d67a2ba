package io.dbvitals.app.reads;

import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.http.resource.Operation;
import java.util.List;

/** What the API offers to those who only look, besides the dashboard. */
public final class ReadOperations {
    private ReadOperations() {}

    public static List<Operation> of(Program program, Survey survey) {
        return List.of(
                MetricsResource.of(program),
                HistoryResource.of(program),
                HealthResource.of(program, survey),
                SlowQueriesResource.of(program, survey),
                PoolsResource.of(program, survey));
    }
}
