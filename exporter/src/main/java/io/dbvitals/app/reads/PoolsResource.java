package io.dbvitals.app.reads;

import io.dbvitals.api.paging.Paging;
import io.dbvitals.app.pools.PoolsJson;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.app.survey.TargetSurvey;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code GET /api/v1/pools}: the report of the command of that name; what was not read yet is named in {@code unread}. */
public final class PoolsResource implements Resource {
    private final Program program;
    private final Survey survey;

    private PoolsResource(Program program, Survey survey) {
        this.program = program;
        this.survey = survey;
    }

    public static Operation of(Program program, Survey survey) {
        return Operation.get("/api/v1/pools", new PoolsResource(program, survey));
    }

    @Override
    public Answer answer(Call call) throws Refusal, InterruptedException {
        Paging paging = Paging.of(call);
        Known known = Known.of(program, call);
        List<TargetSurvey> all = Looks.now(program, survey, known);
        List<TargetSurvey> piece = paging.of(all);
        List<PoolsReport> reports = piece.stream()
                .flatMap(each -> each.pools().seen().stream())
                .map(seen -> seen.value())
                .toList();
        PoolsReport report = new PoolsReport(
                reports.stream().flatMap(each -> each.poolers().stream()).toList(),
                reports.stream().flatMap(each -> each.own().stream()).toList());
        Map<String, Object> answer = PoolsJson.of(report, Instant.now());
        answer.put(
                "unread",
                piece.stream()
                        .filter(each -> each.pools().seen().isEmpty())
                        .map(TargetSurvey::name)
                        .toList());
        paging.tell(answer, all.size(), known.parameters());
        return Answer.json(200, answer);
    }
}
