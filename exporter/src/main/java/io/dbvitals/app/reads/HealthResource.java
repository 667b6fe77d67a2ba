package io.dbvitals.app.reads;

import io.dbvitals.api.paging.Paging;
import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.health.Observed;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.app.health.json.HealthJson;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Part;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.app.survey.TargetSurvey;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/v1/health}: the report of {@code health-check}, by the readings that go on behind; without migrations. */
public final class HealthResource implements Resource {
    private final Program program;
    private final Survey survey;

    private HealthResource(Program program, Survey survey) {
        this.program = program;
        this.survey = survey;
    }

    public static Operation of(Program program, Survey survey) {
        return Operation.get("/api/v1/health", new HealthResource(program, survey));
    }

    @Override
    public io.dbvitals.http.answer.Answer answer(Call call) throws Refusal, InterruptedException {
        Paging paging = Paging.of(call);
        Known known = Known.of(program, call);
        Map<String, Answer> sessions = new HashMap<>();
        for (TargetSurvey each : Looks.now(program, survey, known)) {
            each.sessions().flatMap(Part::seen).ifPresent(seen -> sessions.put(each.name(), seen.value()));
        }
        List<TargetHealth> all = Looks.now(program).stream()
                .filter(each -> known.has(each.target()))
                .map(each -> health(each, sessions))
                .toList();
        Status status = all.stream()
                .map(TargetHealth::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.DEGRADED);
        Map<String, Object> answer = HealthJson.of(paging.of(all), status, Instant.now());
        paging.tell(answer, all.size(), known.parameters());
        return io.dbvitals.http.answer.Answer.json(200, answer);
    }

    private static TargetHealth health(Observed observed, Map<String, Answer> sessions) {
        return TargetHealth.observed(
                observed,
                Optional.ofNullable(sessions.get(observed.target()))
                        .filter(answer -> observed.error().isEmpty()));
    }
}
