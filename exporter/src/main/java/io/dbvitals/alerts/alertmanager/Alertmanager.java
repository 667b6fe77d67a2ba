package io.dbvitals.alerts.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.web.Upstream;
import io.dbvitals.config.json.JsonNode;
import java.net.URLEncoder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One Alertmanager, asked over its API. */
final class Alertmanager {
    private static final String API = "/api/v2/";

    private final Upstream upstream;

    Alertmanager(Upstream upstream) {
        this.upstream = upstream;
    }

    String name() {
        return upstream.name();
    }

    List<Alert> alerts(Matchers filter) throws AlertingException, InterruptedException {
        return read(
                upstream.get(
                        API + "alerts?active=true&silenced=true&inhibited=true&unprocessed=true" + filters(filter)),
                Answers::alert);
    }

    List<Silence> silences(Matchers filter) throws AlertingException, InterruptedException {
        return read(upstream.get(API + "silences?" + filters(filter)), Answers::silence);
    }

    /** Reason {@code UNKNOWN} where there is none of that id. */
    Silence silence(String id) throws AlertingException, InterruptedException {
        JsonNode answer = upstream.find(API + "silence/" + encoded(id));
        return read(new JsonNode.Array(List.of(answer)), Answers::silence).get(0);
    }

    /** Makes one, or changes that of the id where the body has one; the id that it has now. */
    String silence(Map<String, Object> body) throws AlertingException, InterruptedException {
        String id = upstream.json(upstream.post(API + "silences", body)).text("silenceID");
        if (id.isEmpty()) {
            throw upstream.broken("answered no id of the silence");
        }
        return id;
    }

    void expire(String id) throws AlertingException, InterruptedException {
        upstream.delete(API + "silence/" + encoded(id));
    }

    List<String> receivers() throws AlertingException, InterruptedException {
        return read(upstream.get(API + "receivers"), each -> each.text("name"));
    }

    void post(List<Map<String, Object>> alerts) throws AlertingException, InterruptedException {
        upstream.post(API + "alerts", alerts);
    }

    /** Its own metrics. */
    String metrics() throws AlertingException, InterruptedException {
        return upstream.text("/metrics");
    }

    private <T> List<T> read(JsonNode answer, Function<JsonNode, T> reading) throws AlertingException {
        if (!(answer instanceof JsonNode.Array array)) {
            throw upstream.broken("answered no list");
        }
        List<T> all = new ArrayList<>();
        try {
            array.items().forEach(each -> all.add(reading.apply(each)));
        } catch (DateTimeParseException e) {
            throw upstream.broken("answered a moment that is none");
        }
        return all;
    }

    private static String filters(Matchers filter) {
        StringBuilder text = new StringBuilder();
        filter.all().forEach(each -> text.append("&filter=").append(encoded(each.toString())));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
