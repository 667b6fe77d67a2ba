package io.dbvitals.app.reads;

import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.api.paging.Paging;
import io.dbvitals.app.advice.SlowQueriesJson;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Part;
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

/** {@code GET /api/v1/slow-queries}: the report of the command of that name, of the last minutes in which somebody looked. */
public final class SlowQueriesResource implements Resource {
    private final Program program;
    private final Survey survey;

    private SlowQueriesResource(Program program, Survey survey) {
        this.program = program;
        this.survey = survey;
    }

    public static Operation of(Program program, Survey survey) {
        return Operation.get("/api/v1/slow-queries", new SlowQueriesResource(program, survey));
    }

    @Override
    public Answer answer(Call call) throws Refusal, InterruptedException {
        Paging paging = Paging.of(call);
        Known known = Known.of(program, call);
        List<AdviceReport> all = Looks.now(program, survey, known).stream()
                .flatMap(each -> each.statements().stream().map(part -> report(each, part)))
                .toList();
        Map<String, Object> answer = SlowQueriesJson.of(paging.of(all), Instant.now());
        paging.tell(answer, all.size(), known.parameters());
        return Answer.json(200, answer);
    }

    private static AdviceReport report(TargetSurvey target, Part<AdviceReport> part) {
        return part.seen()
                .map(Part.Seen::value)
                .orElseGet(() -> AdviceReport.failed(
                        target.name(), target.kind(), new AdviceReport.Failure("being read; ask again", false)));
    }
}
