package io.dbvitals.guard.act;

import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.plan.Step;

/**
 * One action, and what came of it.
 *
 * @param means what was done in the end: {@code cancel} or {@code terminate}
 * @param detail for people; empty when the outcome says it all
 */
public record Deed(Step step, String means, AuditOutcome outcome, String detail) {}
