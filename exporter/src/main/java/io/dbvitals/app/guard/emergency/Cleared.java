package io.dbvitals.app.guard.emergency;

import io.dbvitals.app.guard.text.EmergencyTexts;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.guard.emergency.EmergencyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an emergency has come to on one target.
 *
 * @param fence that was wanted
 * @param report empty where nothing was done
 * @param failure why, with the remedy; empty where something was
 * @param reachable whether the server could be asked
 * @param recorded whether what was to be done could be put on record
 */
public record Cleared(
        String target,
        Fence fence,
        Optional<EmergencyReport> report,
        String failure,
        boolean reachable,
        boolean recorded) {
    /** Whether clients were kept out meanwhile, where that was wanted and there were any. */
    public boolean fenced() {
        return report.filter(EmergencyReport::fenced).isPresent() && !doorless();
    }

    /** The outcome for people, line by line; nothing in it that a terminal would obey. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(report.map(EmergencyTexts::report).orElse(List.of()));
        if (doorless()) {
            lines.add(
                    fence == Fence.PGBOUNCER
                            ? "no fence: the configuration has no PgBouncer target that leads to these databases"
                            : "no fence: a server of this kind has no connection limits that could be set by database");
        }
        return lines;
    }

    private boolean doorless() {
        return fence != Fence.NONE
                && report.filter(each -> each.doors().isEmpty()
                                && !(each.ended().isEmpty() && each.left().isEmpty()))
                        .isPresent();
    }
}
