package io.dbvitals.advice.postgres.text;

/** A word, a value or a sign of a statement. */
public record Token(Kind kind, String text, int start, int end) {
    /** What a token is. */
    public enum Kind {
        /** A key word or a name. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes or between dollars. */
        LITERAL,
        NUMBER,
        /** As {@code $1}. */
        PARAMETER,
        /** One character of anything else. */
        SIGN
    }

    /** Whether it is that key word, or that sign. */
    public boolean is(String word) {
        return kind != Kind.LITERAL && kind != Kind.QUOTED && text.equalsIgnoreCase(word);
    }

    /** The name that it stands for; empty where it is none. */
    public String name() {
        return switch (kind) {
            case WORD -> text;
            case QUOTED -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
            default -> "";
        };
    }
}
