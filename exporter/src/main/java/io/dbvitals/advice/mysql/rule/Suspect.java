package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.ExplainedPlan;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.mysql.catalog.Catalog;
import io.dbvitals.advice.mysql.catalog.Table;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.advice.mysql.digest.Waits;
import io.dbvitals.advice.mysql.explain.Explained;
import io.dbvitals.advice.mysql.plan.Access;
import io.dbvitals.advice.mysql.plan.MySqlPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One statement of a window with all that is known of it.
 *
 * @param p99 seconds in which 99 of 100 runs ended; empty where the server keeps no quantiles
 */
public record Suspect(
        Statement statement,
        Window window,
        Optional<Explained> explained,
        Catalog catalog,
        Optional<Double> p99,
        Waits waits) {
    boolean begins(String... verbs) {
        String upper = statement.text().toUpperCase(Locale.ROOT).replaceFirst("^\\(+", "");
        return List.of(verbs).stream().anyMatch(verb -> upper.startsWith(verb + " ") || upper.equals(verb));
    }

    boolean reads() {
        return begins("SELECT", "WITH");
    }

    /** Whether the text, in whatever case, holds what the expression matches. */
    boolean says(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
                .matcher(statement.text())
                .find();
    }

    double perCall(String counter) {
        return statement.perCall(counter);
    }

    /** Seconds. */
    double mean() {
        return statement.perCall(Statement.SECONDS);
    }

    /** Rows looked at for each that was sent or changed. */
    double examinedPerRow() {
        return statement.counter(Counters.EXAMINED) / Math.max(1, statement.counter(Statement.ROWS));
    }

    /** The larger part of its runs used no index. */
    boolean withoutIndex() {
        return perCall(Counters.NO_INDEX) > 0.5;
    }

    double share() {
        return window.share(statement);
    }

    Severity warning() {
        return Severity.warning(share());
    }

    Optional<MySqlPlan> plan() {
        return explained.map(Explained::plan);
    }

    /** The table that a plan's access reads; empty for a derived one, and one that the user may not see. */
    Optional<Table> table(Access access) {
        return explained.flatMap(each -> each.aliases()
                .table(access.table())
                .flatMap(found ->
                        catalog.table(found.schema().isEmpty() ? each.schema() : found.schema(), found.name())));
    }

    /** What creates an index for that access. */
    Optional<String> index(Access access) {
        return table(access)
                .flatMap(table -> IndexProposal.of(
                        access, table, plan().map(MySqlPlan::sortKey).orElse("")))
                .map(IndexProposal::sql);
    }

    /** That part of its time is saved at most. */
    Gain saves(double part) {
        String text = String.format(Locale.ROOT, "up to %.0f %% of its time", part * 100);
        return window.perHour(statement.seconds() * part)
                .map(seconds -> Gain.of(text, seconds))
                .orElse(Gain.of(text));
    }

    /** Nearly all rows that it looks at would not be looked at. */
    Gain savesRows() {
        return saves(1 - Math.min(1, 1 / Math.max(1, examinedPerRow())));
    }

    /** From counters alone. */
    Optional<Advice> counted(
            Rule rule, Severity severity, List<Evidence> evidence, String text, Gain gain, String stopsWhen) {
        return advice(rule, severity, Confidence.COUNTER, evidence, text, gain, stopsWhen);
    }

    /** From the plan, where there is one. */
    Optional<Advice> explained(
            Rule rule, Severity severity, List<Evidence> evidence, String text, Gain gain, String stopsWhen) {
        Confidence confidence = explained.isPresent() ? Confidence.ANALYSED : Confidence.COUNTER;
        return advice(rule, severity, confidence, evidence, text, gain, stopsWhen);
    }

    private Optional<Advice> advice(
            Rule rule,
            Severity severity,
            Confidence confidence,
            List<Evidence> evidence,
            String text,
            Gain gain,
            String stopsWhen) {
        return Optional.of(new Advice(
                rule,
                severity,
                confidence,
                statement.id(),
                evidence,
                plan().map(plan -> new ExplainedPlan(plan.hash(), plan.text())),
                text,
                gain,
                stopsWhen));
    }

    Evidence calls() {
        return new Evidence("calls", statement.calls(), "");
    }

    Evidence meanTime() {
        return new Evidence("mean time", mean() * 1000, "ms");
    }

    Evidence shareOfTime() {
        return new Evidence("share of time", share() * 100, "%");
    }

    Evidence examined() {
        return new Evidence("rows examined per call", perCall(Counters.EXAMINED), "rows");
    }

    Evidence examinedRatio() {
        return new Evidence("rows examined per row sent or changed", examinedPerRow(), "");
    }
}
