package io.dbvitals.diagnosis;

import java.util.List;

/**
 * What a step showed.
 *
 * @param code that the server gave, as a SQLSTATE; may be empty
 * @param remedies each of which may be the one that helps
 */
public record Finding(State state, String code, String text, List<String> remedies) {
    private static final int LONGEST = 400;

    public Finding {
        text = oneLine(text);
        remedies = List.copyOf(remedies);
    }

    public static Finding ok(String text) {
        return new Finding(State.OK, "", text, List.of());
    }

    public static Finding warning(String text, String... remedies) {
        return new Finding(State.WARNING, "", text, List.of(remedies));
    }

    public static Finding error(String text, String... remedies) {
        return new Finding(State.ERROR, "", text, List.of(remedies));
    }

    public static Finding unchecked(String text) {
        return new Finding(State.UNCHECKED, "", text, List.of());
    }

    /** An error that can be lived with. */
    public Finding softened() {
        return state == State.ERROR ? new Finding(State.WARNING, code, text, remedies) : this;
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s*\\n\\s*", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
