package io.dbvitals.cli.health.replication;

import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import java.util.ArrayList;
import java.util.List;

/** How databases replicate, as a plugin answers: what is wrong, the remedies below, and the lag of each. */
final class ReplicationNagios {
    private ReplicationNagios() {}

    static PluginOutput of(List<ReplicationReport> reports, int exitCode) {
        List<String> troubles = new ArrayList<>();
        List<String> longLines = new ArrayList<>();
        List<Performance> performance = new ArrayList<>();
        for (ReplicationReport report : reports) {
            if (!report.trouble().isEmpty()) {
                troubles.add(report.target() + ": " + report.trouble());
            }
            for (Finding finding : report.findings()) {
                if (finding.severity() != Finding.Severity.INFO) {
                    troubles.add(report.target() + ": " + finding.text());
                }
                longLines.add(report.target() + " " + finding.severity().label() + ": " + finding.text()
                        + (finding.remedy().isEmpty() ? "" : "; to do: " + finding.remedy()));
            }
            report.state().ifPresent(state -> add(performance, report.target(), state));
        }
        String text = reports.isEmpty() ? "no database was selected" : "nothing is wrong";
        return new PluginOutput(
                "DBVITALS_REPLICATION",
                Level.of(exitCode),
                troubles.isEmpty() ? text : String.join("; ", troubles),
                performance,
                longLines);
    }

    private static void add(List<Performance> performance, String target, ReplicationState state) {
        state.lagSeconds().ifPresent(lag -> performance.add(Performance.of(target + " lag", lag, Unit.SECONDS)));
        state.lagBytes().ifPresent(lag -> performance.add(Performance.of(target + " behind", lag, Unit.BYTES)));
        performance.add(Performance.of(target + " standbys", state.standbys().size(), Unit.NONE));
    }
}
