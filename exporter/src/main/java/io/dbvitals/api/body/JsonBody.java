package io.dbvitals.api.body;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The JSON object that a call brings, read strictly: a member that nobody asks for is refused by {@link #finish}. */
public final class JsonBody {
    private static final int BAD_REQUEST = 400;

    private final JsonNode.Members members;
    private final Set<String> known = new TreeSet<>();

    private JsonBody(JsonNode.Members members) {
        this.members = members;
    }

    /** Of that call; an empty body is an object without members. */
    public static JsonBody of(Call call) throws Refusal {
        JsonNode node;
        try {
            node = JsonNode.parse(call.body().isBlank() ? "{}" : call.body());
        } catch (IllegalArgumentException e) {
            throw new Refusal(BAD_REQUEST, "the body is " + e.getMessage());
        }
        if (!(node instanceof JsonNode.Members members)) {
            throw new Refusal(BAD_REQUEST, "the body must be a JSON object");
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode.Member member : members.members()) {
            if (!seen.add(member.name())) {
                throw new Refusal(BAD_REQUEST, "\"" + member.name() + "\" is given twice");
            }
        }
        return new JsonBody(members);
    }

    /** Whether it is given, were it null. */
    public boolean has(String name) {
        known.add(name);
        return members.member(name).isPresent();
    }

    /** Empty where it is not given, null or the empty text. */
    public Optional<String> text(String name) throws Refusal {
        known.add(name);
        Optional<JsonNode> node = members.member(name);
        if (node.isPresent() && !(node.get() instanceof JsonNode.Value)) {
            throw new Refusal(BAD_REQUEST, "\"" + name + "\" must be a text");
        }
        return node.map(JsonNode::text).filter(text -> !text.isEmpty());
    }

    public String requiredText(String name) throws Refusal {
        return text(name).orElseThrow(() -> new Refusal(BAD_REQUEST, "\"" + name + "\" is missing"));
    }

    /** Empty where it is not given or null. */
    public Optional<Double> number(String name) throws Refusal {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        double number = members.number(name);
        if (Double.isNaN(number)) {
            throw new Refusal(BAD_REQUEST, "\"" + name + "\" must be a number, not \"" + text.get() + "\"");
        }
        return Optional.of(number);
    }

    public Optional<Duration> duration(String name) throws Refusal {
        Optional<String> text = text(name);
        Optional<Duration> duration = text.flatMap(Durations::parse);
        if (text.isPresent() && duration.isEmpty()) {
            throw new Refusal(
                    BAD_REQUEST,
                    "\"" + name + "\" must be a duration such as 90s, 15m or 1h, not \"" + text.get() + "\"");
        }
        return duration;
    }

    /** The texts of an array, or the only one. */
    public List<String> texts(String name) throws Refusal {
        known.add(name);
        Optional<JsonNode> node = members.member(name);
        if (node.isPresent() && node.get() instanceof JsonNode.Array array) {
            if (!array.items().stream().allMatch(JsonNode.Value.class::isInstance)) {
                throw new Refusal(BAD_REQUEST, "\"" + name + "\" must be a list of texts");
            }
            return array.items().stream().map(JsonNode::text).toList();
        }
        return text(name).stream().toList();
    }

    /** The texts of an object by their names; empty where it is not given. */
    public Map<String, String> textMap(String name) throws Refusal {
        known.add(name);
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode node = members.member(name).orElse(new JsonNode.Members(List.of()));
        if (!(node instanceof JsonNode.Members all)
                || !all.members().stream().allMatch(each -> each.value() instanceof JsonNode.Value)) {
            throw new Refusal(BAD_REQUEST, "\"" + name + "\" must be an object of texts");
        }
        all.members().forEach(each -> texts.put(each.name(), each.value().text()));
        return texts;
    }

    /** What else was given is refused: a slip of the pen must not pass for nothing. */
    public void finish() throws Refusal {
        for (JsonNode.Member member : members.members()) {
            if (!known.contains(member.name())) {
                throw new Refusal(
                        BAD_REQUEST,
                        "unknown member \"" + member.name() + "\"" + Suggestion.of(member.name(), known)
                                + "; known here: " + String.join(", ", known));
            }
        }
    }
}
