package io.dbvitals.guard.plan;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the rules make of a server at one moment.
 *
 * @param findings one for each rule, in their order; none for a part of what has no bound
 * @param steps what would be done, in this order; only the first is ever carried out before the next look
 */
public record Plan(List<Finding> findings, List<Step> steps) {
    public Plan {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
    }

    /** The same with those of its steps. */
    public Plan only(Predicate<Step> wanted) {
        return new Plan(findings, steps.stream().filter(wanted).toList());
    }

    /** The worst of the findings. */
    public Finding.Severity severity() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Severity.OK);
    }
}
