package io.dbvitals.app.reads;

import io.dbvitals.api.paging.Paging;
import io.dbvitals.app.health.Observed;
import io.dbvitals.app.program.Program;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital.Knowledge;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/v1/metrics}: the headline figures of each target now. */
public final class MetricsResource implements Resource {
    private final Program program;

    private MetricsResource(Program program) {
        this.program = program;
    }

    public static Operation of(Program program) {
        return Operation.get("/api/v1/metrics", new MetricsResource(program));
    }

    @Override
    public Answer answer(Call call) throws Refusal, InterruptedException {
        Paging paging = Paging.of(call);
        Known known = Known.of(program, call);
        List<Observed> all = Looks.now(program).stream()
                .filter(each -> known.has(each.target()))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("timestamp", Instant.now());
        answer.put(
                "targets", paging.of(all).stream().map(MetricsResource::target).toList());
        paging.tell(answer, all.size(), known.parameters());
        return Answer.json(200, answer);
    }

    private static Map<String, Object> target(Observed observed) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", observed.target());
        target.put("kind", observed.kind());
        target.put("status", observed.status().name().toLowerCase(Locale.ROOT));
        target.put("up", observed.answeredAt().map(at -> observed.error().isEmpty()));
        target.put("score", observed.score().map(Score::points));
        target.put("response_seconds", observed.response().map(each -> each.toNanos() / 1e9));
        target.put("read_at", observed.answeredAt());
        target.put("error", Optional.of(observed.error()).filter(error -> !error.isEmpty()));
        Map<String, Object> figures = new LinkedHashMap<>();
        observed.score().stream()
                .flatMap(score -> score.components().stream())
                .filter(component -> component.knowledge() != Knowledge.NOT_APPLICABLE)
                .forEach(component -> figures.put(component.name(), figure(component)));
        target.put("components", figures);
        return target;
    }

    private static Map<String, Object> figure(Component component) {
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("value", component.value());
        figure.put("points_lost", component.lost());
        figure.put("cause", component.cause());
        return figure;
    }
}
