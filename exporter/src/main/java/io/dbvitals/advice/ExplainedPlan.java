package io.dbvitals.advice;

/**
 * How the server runs a statement.
 *
 * @param hash of the plan's shape, 16 hexadecimal digits: another one means another plan
 * @param text one line for each step, without literals
 */
public record ExplainedPlan(String hash, String text) {}
