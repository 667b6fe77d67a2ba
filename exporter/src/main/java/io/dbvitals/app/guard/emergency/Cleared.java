package io.dbvitals.app.guard.emergency;

import io.dbvitals.guard.emergency.EmergencyReport;
import java.util.Optional;

/**
 * What an emergency has come to on one target.
 *
 * @param report empty where nothing was done
 * @param failure why, with the remedy; empty where something was
 * @param reachable whether the server could be asked
 */
public record Cleared(String target, Optional<EmergencyReport> report, String failure, boolean reachable) {}
