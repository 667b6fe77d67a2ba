package io.dbvitals.api.page.html;

import io.dbvitals.health.HealthReport.Status;

/** How something is, from best to worst; each has a shape, a colour and, beside them, a word. */
public enum State {
    /** Nothing is to be done. */
    GOOD("good"),
    /** Worth knowing. */
    NOTE("note"),
    /** Not known, or left out on purpose. */
    QUIET("quiet"),
    /** Look at it today. */
    WARNING("warning"),
    /** Look at it now. */
    BAD("bad");

    private final String style;

    State(String style) {
        this.style = style;
    }

    /** As the style sheet and the shapes call it. */
    public String style() {
        return style;
    }

    public static State of(Status status) {
        return switch (status) {
            case HEALTHY -> GOOD;
            case DEGRADED -> WARNING;
            case UNHEALTHY -> BAD;
        };
    }

    /** Of the words that reports use. */
    public static State of(String word) {
        return switch (word) {
            case "healthy", "good" -> GOOD;
            case "degraded", "warning" -> WARNING;
            case "unhealthy", "critical", "error" -> BAD;
            case "info", "none" -> NOTE;
            default -> QUIET;
        };
    }

    /** The worse of both. */
    public State or(State other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
