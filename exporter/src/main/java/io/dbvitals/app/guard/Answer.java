package io.dbvitals.app.guard;

import io.dbvitals.guard.act.Round;
import java.util.Optional;

/**
 * What one target has answered.
 *
 * @param round empty where it could not be asked
 * @param failure why, with the remedy; empty where it could
 */
public record Answer(String target, String kind, Optional<Round> round, String failure) {}
