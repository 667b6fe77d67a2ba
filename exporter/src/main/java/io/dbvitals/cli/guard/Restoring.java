package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.emergency.Emergencies;
import io.dbvitals.app.guard.text.EmergencyTexts;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.Config;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.emergency.fence.FenceException;
import java.io.PrintWriter;
import java.util.List;

/** Opens what an emergency left shut, for the commands that do so. */
final class Restoring {
    private Restoring() {}

    /**
     * Says what became of each door.
     *
     * @return the exit code
     */
    static int run(Config config, PrintWriter out) throws FenceException {
        List<Reopened> doors = new Emergencies(config).restore(System.getProperty("user.name", "unknown"));
        doors.forEach(door -> out.println(Texts.plain(door.shut().target()) + ": " + EmergencyTexts.reopened(door)));
        if (doors.isEmpty()) {
            out.println("no emergency left anything shut");
        }
        return doors.stream().anyMatch(door -> door.result() == Reopened.Result.FAILED)
                ? ExitCode.CRITICAL
                : ExitCode.OK;
    }
}
