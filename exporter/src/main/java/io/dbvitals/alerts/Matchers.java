package io.dbvitals.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Matchers that must all hold. */
public record Matchers(List<Matcher> all) {
    private static final int MOST = 50;

    public Matchers {
        all = List.copyOf(all);
    }

    /** Just the alert with these labels: each must be as it is. */
    public static Matchers exactly(Map<String, String> labels) {
        return new Matchers(labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> Matcher.of(each.getKey(), each.getValue()))
                .toList());
    }

    /** Reads each as {@link Matcher#parse}. */
    public static Matchers parse(List<String> texts) throws AlertingException {
        if (texts.size() > MOST) {
            throw AlertingException.refused("there are " + texts.size() + " matchers; at most " + MOST + " are taken");
        }
        List<Matcher> all = new ArrayList<>();
        for (String text : texts) {
            all.add(Matcher.parse(text));
        }
        return new Matchers(all);
    }

    public boolean matches(Map<String, String> labels) {
        return all.stream().allMatch(each -> each.matches(labels));
    }

    /** Refuses a set by which everything, or next to everything, would fall silent. */
    public Matchers narrow() throws AlertingException {
        if (all.isEmpty()) {
            throw AlertingException.refused("a suppression needs at least one matcher, as in alertname=\"PgBlocked\"");
        }
        if (all.stream().noneMatch(Matcher::narrows)) {
            throw AlertingException.refused("these matchers match everything: " + this
                    + "; name what is meant by at least one that says what a label is, as in alertname=\"PgBlocked\"");
        }
        return this;
    }

    /** As Alertmanager takes a filter and people write it: {@code {alertname="A",job="b"}}. */
    @Override
    public String toString() {
        return all.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
