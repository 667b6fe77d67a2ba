package io.dbvitals.api.dashboard;

/**
 * What the guard would do.
 *
 * @param action {@code cancel} or {@code terminate}
 * @param id of the session
 */
public record PlannedStep(String target, String rule, String action, long id, String who, String why, int victims) {}
