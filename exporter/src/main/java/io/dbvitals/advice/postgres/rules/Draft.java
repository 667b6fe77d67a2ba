package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.ExplainedPlan;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An advice that is being written. */
final class Draft {
    private static final int PERCENT = 100;

    private final Rule rule;
    private final Severity severity;
    private final String subject;
    private final List<Evidence> evidence = new ArrayList<>();
    private Confidence confidence = Confidence.COUNTER;
    private Optional<ExplainedPlan> plan = Optional.empty();
    private Gain gain = Gain.of("not estimated");

    private Draft(Rule rule, Severity severity, String subject) {
        this.rule = rule;
        this.severity = severity;
        this.subject = subject;
    }

    /** On a statement: with how often it ran, how long, and its share of all time. */
    static Draft of(Rule rule, Severity severity, Case of) {
        return new Draft(rule, severity, of.statement().id())
                .with("calls", of.statement().calls(), "")
                .with("mean time", of.mean() * 1000, "ms")
                .percent("share of time", of.share());
    }

    /** On something else, such as an index. */
    static Draft of(Rule rule, Severity severity, String subject) {
        return new Draft(rule, severity, subject);
    }

    Draft with(String name, double value, String unit) {
        if (Double.isFinite(value)) {
            evidence.add(new Evidence(name, value, unit));
        }
        return this;
    }

    /** {@code part} is from 0 to 1. */
    Draft percent(String name, double part) {
        return with(name, part * PERCENT, "%");
    }

    Draft plan(ExplainedPlan shown, Confidence confidence) {
        this.plan = Optional.of(shown);
        this.confidence = confidence;
        return this;
    }

    /** This part of the statement's time, from 0 to 1, is saved at best. */
    Draft saves(Case of, double part, String by) {
        String text = String.format(Locale.ROOT, "up to %.0f %% of the statement's time%s", part * PERCENT, by);
        gain = of.window()
                .perHour(of.statement().counter(Statement.SECONDS) * part)
                .map(seconds -> Gain.of(text, seconds))
                .orElse(Gain.of(text));
        return this;
    }

    Draft gains(String text) {
        gain = Gain.of(text);
        return this;
    }

    Advice advise(String text, String stopsWhen) {
        return new Advice(rule, severity, confidence, subject, evidence, plan, text, gain, stopsWhen);
    }
}
