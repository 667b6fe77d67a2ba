package io.dbvitals.api.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.api.alerts.AlertDesk.Choice;
import io.dbvitals.api.body.JsonBody;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What can be done with alerts over HTTP. Everything a caller can get wrong is answered with 400, what is not there with 404, and
 * with 502 or 503 where Prometheus or Alertmanager do not do their part.
 *
 * <pre>
 * GET    /api/v1/alerts?filter=severity="critical"&amp;state=active&amp;limit=100&amp;offset=0
 * GET    /api/v1/alerts/history?hours=24&amp;alertname=PgBlocked&amp;limit=100&amp;offset=0
 * POST   /api/v1/alerts/acknowledge    {"fingerprint":"5f0c…"} or {"matchers":["alertname=\"PgBlocked\"",…]}; "duration", "comment"
 * DELETE /api/v1/alerts/acknowledge?id=SILENCE or FINGERPRINT
 * POST   /api/v1/alerts/suppress       {"matchers":["job=\"etl\""],"duration":"2h","comment":"migration"}
 * DELETE /api/v1/alerts/suppress?id=SILENCE
 * POST   /api/v1/alerts/test-channels  {"receiver":"oncall","labels":{"severity":"critical"},"wait":"10s"}
 * </pre>
 */
public final class AlertOperations {
    private static final String PATH = "/api/v1/alerts";
    private static final int MOST_HOURS = 31 * 24;
    private static final int MOST_ROWS = 1_000;
    private static final Duration WAIT = Duration.ofSeconds(10);
    /** Below what the server grants a call. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

    private final Supplier<? extends AlertDesk> desk;
    private final Clock clock;

    /** {@code desk}: the one of the configuration in use. */
    public AlertOperations(Supplier<? extends AlertDesk> desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    public List<Operation> all() {
        return List.of(
                Operation.get(PATH, answering(this::firing)),
                Operation.get(PATH + "/history", answering(this::history)),
                Operation.post(PATH + "/acknowledge", answering(this::acknowledge)),
                Operation.delete(PATH + "/acknowledge", answering(this::unacknowledge)),
                Operation.post(PATH + "/suppress", answering(this::suppress)),
                Operation.delete(PATH + "/suppress", answering(this::unsuppress)),
                Operation.post(PATH + "/test-channels", answering(this::test)));
    }

    /** A resource that may find that Prometheus or Alertmanager do not do their part. */
    private interface Asking {
        Answer answer(Call call) throws AlertingException, Refusal, InterruptedException;
    }

    private static Resource answering(Asking asking) {
        return call -> {
            try {
                return asking.answer(call);
            } catch (AlertingException e) {
                throw new Refusal(status(e), String.valueOf(e.getMessage()));
            }
        };
    }

    private static int status(AlertingException failure) {
        return switch (failure.reason()) {
            case REFUSED -> 400;
            case UNKNOWN -> 404;
            case UNREACHABLE, DENIED, BROKEN -> 502;
            case NOT_CONFIGURED, UNRECORDED -> 503;
        };
    }

    private Answer firing(Call call) throws AlertingException, Refusal, InterruptedException {
        Matchers filter = Matchers.parse(List.copyOf(call.parameters().all("filter")));
        String state = call.parameters().one("state", "");
        if (!List.of("", "active", "suppressed", "unprocessed").contains(state)) {
            throw new Refusal(400, "'state' must be active, suppressed or unprocessed");
        }
        List<Map<String, Object>> rows = desk.get().firing(filter).stream()
                .filter(each -> state.isEmpty() || each.alert().state().label().equals(state))
                .map(AlertJson::of)
                .toList();
        return page(call, "alerts", rows);
    }

    private Answer history(Call call) throws AlertingException, Refusal, InterruptedException {
        Duration span = Duration.ofHours(number(call, "hours", 24, 1, MOST_HOURS));
        Instant now = clock.instant();
        Optional<String> name =
                Optional.of(call.parameters().one("alertname", "")).filter(each -> !each.isEmpty());
        return page(
                call,
                "episodes",
                desk.get().history(now.minus(span), now, name).stream()
                        .map(AlertJson::of)
                        .toList());
    }

    private Answer acknowledge(Call call) throws AlertingException, Refusal, InterruptedException {
        JsonBody body = JsonBody.of(call);
        Choice choice = new Choice(body.text("fingerprint").orElse(""), Matchers.parse(body.texts("matchers")));
        Optional<Duration> duration = body.duration("duration");
        String comment = body.text("comment").orElse("");
        body.finish();
        return Answer.json(
                201,
                AlertJson.of(desk.get()
                        .acknowledge(choice, duration, comment, call.caller().name())));
    }

    private Answer unacknowledge(Call call) throws AlertingException, Refusal, InterruptedException {
        String id = id(call);
        desk.get().unacknowledge(id, call.caller().name());
        return Answer.json(200, Map.of("id", id));
    }

    private Answer suppress(Call call) throws AlertingException, Refusal, InterruptedException {
        JsonBody body = JsonBody.of(call);
        Matchers matchers = Matchers.parse(body.texts("matchers"));
        Duration duration = body.duration("duration")
                .orElseThrow(() -> new Refusal(400, "\"duration\" is missing: for how long, as 2h, at most 7d"));
        String comment = body.text("comment").orElse("");
        body.finish();
        return Answer.json(
                201,
                AlertJson.of(desk.get()
                        .suppress(matchers, duration, comment, call.caller().name())));
    }

    private Answer unsuppress(Call call) throws AlertingException, Refusal, InterruptedException {
        String id = id(call);
        desk.get().unsuppress(id, call.caller().name());
        return Answer.json(200, Map.of("id", id));
    }

    private Answer test(Call call) throws AlertingException, Refusal, InterruptedException {
        JsonBody body = JsonBody.of(call);
        Duration wait = body.duration("wait").orElse(WAIT);
        if (wait.toMillis() < 1 || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new Refusal(400, "\"wait\" must be above 0 and at most 45s");
        }
        Optional<String> receiver = body.text("receiver");
        Map<String, String> labels = body.textMap("labels");
        body.finish();
        List<Map<String, Object>> results = desk
                .get()
                .test(labels, receiver, wait, call.caller().name())
                .stream()
                .map(AlertJson::of)
                .toList();
        return Answer.json(200, Map.of("results", results));
    }

    private static String id(Call call) throws Refusal {
        String id = call.parameters().one("id", "");
        if (!id.matches("[0-9a-fA-F-]{8,64}")) {
            throw new Refusal(400, "'id' must name what shall end, as the answer of POST gave it");
        }
        return id;
    }

    private static Answer page(Call call, String name, List<Map<String, Object>> rows) throws Refusal {
        int limit = number(call, "limit", 100, 1, MOST_ROWS);
        int offset = number(call, "offset", 0, 0, Integer.MAX_VALUE);
        return Answer.json(200, AlertJson.page(name, rows, offset, limit));
    }

    private static int number(Call call, String name, int otherwise, int least, int most) throws Refusal {
        String text = call.parameters().one(name, String.valueOf(otherwise));
        long value = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
        if (value < least || value > most) {
            throw new Refusal(400, "'" + name + "' must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }
}
