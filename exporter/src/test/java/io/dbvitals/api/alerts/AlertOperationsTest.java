package io.dbvitals.api.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.ChannelTest;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Operations;
import io.dbvitals.http.resource.Role;
import io.dbvitals.testing.Described;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers can say of alerts, what they are answered, and what is refused. */
class AlertOperationsTest {
    private static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");
    private static final String ID = "2d5b0b3c-6f0e-4e0c-9f43-0f3a3b1c9a11";
    private static final String BASE = "/api/v1/alerts";

    private final Stub desk = new Stub();
    private final List<Operation> all = new AlertOperations(() -> desk, Clock.fixed(NOW, ZoneOffset.UTC)).all();

    @Test
    void changes_needAnAdmin() {
        assertThat(all).hasSize(7);
        assertThat(all).allMatch(each -> (each.role() == Role.ADMIN) == each.changes());
    }

    @Test
    void firing_isAPageOfTheWhole() throws Exception {
        String page = get("", Map.of("limit", "1", "offset", "1"));
        assertThat(page).startsWith("{\"total\":2,\"offset\":1,\"limit\":1,\"alerts\":[{\"fingerprint\":\"f2\"");
        assertThat(page)
                .contains("\"severity\":\"critical\"", "\"runbook\":\"https://r\"", "\"acknowledged\":true")
                .contains("\"silences\":[{\"id\":\"" + ID + "\",\"state\":\"active\",\"acknowledgement\":true");
        assertThat(get("", Map.of("state", "active", "filter", "a=b"))).startsWith("{\"total\":1,");
        assertThat(desk.said).isEqualTo("firing {a=\"b\"}");
    }

    @Test
    void history_isThatOfSoManyHours() throws Exception {
        assertThat(get("/history", Map.of("hours", "2", "alertname", "A")))
                .contains("\"ends_at\":\"2024-01-15T10:00:00Z\",\"firing\":false,\"duration_seconds\":600")
                .contains("\"silenced\":[{\"by\":\"alice\"");
        assertThat(desk.said).isEqualTo("history 2024-01-15T08:30:00Z 2024-01-15T10:30:00Z Optional[A]");
    }

    @Test
    void changes_areMadeInTheNameOfTheCaller() throws Exception {
        Answer made = answer(
                "POST", "/acknowledge", Map.of(), "{\"fingerprint\":\"f1\",\"duration\":\"20m\",\"comment\":\"c\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(text(made)).contains("\"id\":\"" + ID + "\"");
        assertThat(desk.said).isEqualTo("acknowledge f1 {} Optional[PT20M] c eve");
        answer("POST", "/suppress", Map.of(), "{\"matchers\":[\"a=\\\"b\\\"\"],\"duration\":\"2h\",\"comment\":\"c\"}");
        assertThat(desk.said).isEqualTo("suppress {a=\"b\"} PT2H c eve");
        assertThat(answer("DELETE", "/acknowledge", Map.of("id", ID), "").status())
                .isEqualTo(200);
        assertThat(desk.said).isEqualTo("unacknowledge " + ID + " eve");
        answer("DELETE", "/suppress", Map.of("id", ID), "");
        assertThat(desk.said).isEqualTo("unsuppress " + ID + " eve");
        Answer tested = answer(
                "POST", "/test-channels", Map.of(), "{\"receiver\":\"r\",\"labels\":{\"a\":\"b\"},\"wait\":\"1s\"}");
        assertThat(text(tested))
                .isEqualTo("{\"results\":[{\"receiver\":\"r\",\"outcome\":\"not routed\",\"detail\":\"d\"}]}\n");
        assertThat(desk.said).isEqualTo("test {a=b} Optional[r] PT1S eve");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST | /acknowledge   | {                      | the body is no JSON
            POST | /acknowledge   | []                     | the body must be a JSON object
            POST | /acknowledge   | {"finger":"f"}         | unknown member "finger"
            POST | /acknowledge   | {"fingerprint":["f"]}  | "fingerprint" must be a text
            POST | /acknowledge   | {"duration":"soon"}    | "duration" must be a duration such as 90s, 15m or 1h, not "soon"
            POST | /acknowledge   | {"matchers":[{}]}      | "matchers" must be a list of texts
            POST | /acknowledge   | {"matchers":["a"]}     | a matcher must be name=value, name!=value, name=~regex or name!~regex, not "a"
            POST | /suppress      | {"matchers":["a=b"]}   | "duration" is missing: for how long, as 2h, at most 7d
            POST | /test-channels | {"wait":"2h"}          | "wait" must be above 0 and at most 45s
            POST | /test-channels | {"labels":["a"]}       | "labels" must be an object of texts
            DELETE | /suppress    | ``                     | 'id' must name what shall end, as the answer of POST gave it
            GET  | /history?hours=0 | ``                   | 'hours' must be a whole number from 1 to 744
            GET  | ?limit=x       | ``                     | 'limit' must be a whole number from 1 to 1000
            GET  | ?state=new     | ``                     | 'state' must be active, suppressed or unprocessed
            """)
    void mistakeOfTheCaller_isNamed(String method, String path, String body, String message) {
        String[] parts = path.split("[?=]", -1);
        Map<String, String> parameters = parts.length == 3 ? Map.of(parts[1], parts[2]) : Map.of();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> answer(method, parts[0], parameters, body));
        assertThat(refusal).hasMessageStartingWith(message);
        assertThat(refusal.answer().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void failure_hasAStatusOfItsOwn(Reason reason) {
        desk.failure = Optional.of(new AlertingException(reason, "why"));
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> get("", Map.of()));
        assertThat(refusal).hasMessage("why");
        assertThat(refusal.answer().status())
                .isEqualTo(
                        switch (reason) {
                            case REFUSED -> 400;
                            case UNKNOWN -> 404;
                            case UNREACHABLE, DENIED, BROKEN -> 502;
                            case NOT_CONFIGURED, UNRECORDED -> 503;
                        });
    }

    private String get(String path, Map<String, String> parameters) throws Refusal, InterruptedException {
        return text(answer("GET", path, parameters, ""));
    }

    private Answer answer(String method, String path, Map<String, String> parameters, String body)
            throws Refusal, InterruptedException {
        Operations.Match match = new Operations(all).find(method, BASE + path);
        Answer answer = match.operation()
                .resource()
                .answer(new Call(
                        method,
                        BASE + path,
                        match.variables(),
                        Parameters.of(parameters),
                        Map.of(),
                        body,
                        new Caller("eve", Role.ADMIN)));
        assertThat(Described.packed().mistakes(method, BASE + path, answer.status(), text(answer)))
                .as("%s %s, as its description has it", method, path)
                .isEmpty();
        return answer;
    }

    private static String text(Answer answer) {
        return StandardCharsets.UTF_8.decode(answer.body().duplicate()).toString();
    }

    /** Notes what it was asked. */
    private static final class Stub implements AlertDesk {
        private final Silence silence = new Silence(
                ID, new Matchers(List.of()), NOW, NOW.plusSeconds(900), "alice (dbvitals)", "ACK! c", "active");
        private String said = "";
        private Optional<AlertingException> failure = Optional.empty();

        private void say(Object... words) throws AlertingException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            said = String.join(
                    " ", List.of(words).stream().map(Object::toString).toList());
        }

        @Override
        public List<FiringOne> firing(Matchers filter) throws AlertingException {
            say("firing", filter);
            return List.of(
                    new FiringOne(alert("f1", Alert.State.ACTIVE), List.of()),
                    new FiringOne(alert("f2", Alert.State.SUPPRESSED), List.of(silence)));
        }

        @Override
        public List<PastOne> history(Instant from, Instant to, Optional<String> name) throws AlertingException {
            say("history", from, to, name);
            Instant end = NOW.minusSeconds(1800);
            return List.of(new PastOne(
                    new Episode(Map.of("alertname", "A"), end.minusSeconds(600), end, false),
                    List.of(new PastOne.Silenced("alice", "ACK! c", end, Optional.empty(), true))));
        }

        @Override
        public Silence acknowledge(Choice one, Optional<Duration> duration, String comment, String actor)
                throws AlertingException {
            say("acknowledge", one.fingerprint(), one.matchers(), duration, comment, actor);
            return silence;
        }

        @Override
        public void unacknowledge(String id, String actor) throws AlertingException {
            say("unacknowledge", id, actor);
        }

        @Override
        public Silence suppress(Matchers matchers, Duration duration, String comment, String actor)
                throws AlertingException {
            say("suppress", matchers, duration, comment, actor);
            return silence;
        }

        @Override
        public void unsuppress(String id, String actor) throws AlertingException {
            say("unsuppress", id, actor);
        }

        @Override
        public List<ChannelTest.Result> test(
                Map<String, String> labels, Optional<String> receiver, Duration patience, String actor)
                throws AlertingException {
            say("test", labels, receiver, patience, actor);
            return List.of(new ChannelTest.Result("r", ChannelTest.Outcome.NOT_ROUTED, "d"));
        }

        private static Alert alert(String fingerprint, Alert.State state) {
            return new Alert(
                    fingerprint,
                    Map.of("alertname", "A", "severity", "critical"),
                    Map.of("runbook_url", "https://r"),
                    NOW,
                    NOW,
                    state,
                    List.of(),
                    List.of(),
                    List.of("r"),
                    "");
        }
    }
}
