package io.dbvitals.app.reads;

import io.dbvitals.app.history.Histories;
import io.dbvitals.app.history.History;
import io.dbvitals.app.program.Program;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/v1/metrics/{database}/history?hours=}, as charts want it: one list of moments, and as long a list for each series. */
public final class HistoryResource implements Resource {
    private static final double MOST_HOURS = 744;
    private static final double SECONDS = 3600;

    private final Program program;
    private final Histories histories;

    private HistoryResource(Program program) {
        this.program = program;
        this.histories = new Histories(program);
    }

    public static Operation of(Program program) {
        return Operation.get("/api/v1/metrics/{database}/history", new HistoryResource(program));
    }

    @Override
    public Answer answer(Call call) throws Refusal, InterruptedException {
        String target = call.variable("database");
        Known.require(program, target);
        Duration span = hours(call);
        History history = histories.of(target, span, Instant.now());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("target", history.target());
        answer.put("source", history.source());
        answer.put("trouble", Optional.of(history.trouble()).filter(trouble -> !trouble.isEmpty()));
        answer.put("step_seconds", history.step().toSeconds());
        answer.put("timestamps", timestamps(history));
        answer.put(
                "series",
                history.lines().stream()
                        .map(line -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", line.name());
                            one.put("values", line.values());
                            return one;
                        })
                        .toList());
        return Answer.json(200, answer);
    }

    private static List<Long> timestamps(History history) {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < history.points(); i++) {
            seconds.add(history.from().getEpochSecond() + i * history.step().toSeconds());
        }
        return seconds;
    }

    private static Duration hours(Call call) throws Refusal {
        String given = call.parameters().one("hours", "1");
        double hours = given.matches("\\d{1,3}(\\.\\d{1,4})?") ? Double.parseDouble(given) : 0;
        if (hours <= 0 || hours > MOST_HOURS) {
            throw new Refusal(400, "hours must be a number above 0 and up to 744, which is a month");
        }
        return Duration.ofSeconds((long) Math.ceil(hours * SECONDS));
    }
}
