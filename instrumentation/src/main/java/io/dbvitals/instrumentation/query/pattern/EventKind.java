package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.event.Severity;

/** What is told of a slow statement; each kind is limited by itself, so that a mild one hides no worse one. */
public enum EventKind {
    RUNNING_SLOW("statement_running", Severity.WARNING),
    RUNNING_VERY_SLOW("statement_running", Severity.CRITICAL),
    ENDED_SLOW("slow_statement", Severity.WARNING),
    ENDED_VERY_SLOW("slow_statement", Severity.CRITICAL);

    private final String word;
    private final Severity severity;

    EventKind(String word, Severity severity) {
        this.word = word;
        this.severity = severity;
    }

    public String word() {
        return word;
    }

    public Severity severity() {
        return severity;
    }
}
