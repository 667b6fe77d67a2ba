package io.dbvitals.cli.health.advice;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import java.util.ArrayList;
import java.util.List;

/** What was found about statements, as a plugin answers; without their texts. */
final class SlowQueriesNagios {
    private SlowQueriesNagios() {}

    static PluginOutput of(List<AdviceReport> reports, Level level) {
        List<String> troubles = new ArrayList<>();
        List<String> longLines = new ArrayList<>();
        List<Performance> performance = new ArrayList<>();
        for (AdviceReport report : reports) {
            if (report.failure().isPresent()) {
                troubles.add(report.target() + ": " + report.failure().get().text());
                continue;
            }
            for (Advice advice : report.advice()) {
                String finding = advice.severity().label() + " " + advice.rule().id() + " of " + advice.subject();
                if (advice.severity() != Severity.LOW) {
                    troubles.add(report.target() + ": " + finding);
                }
                longLines.add(report.target() + " " + finding + ": " + advice.text());
            }
            add(performance, report);
        }
        String text = reports.isEmpty() ? "no target was selected that counts statements" : "nothing found";
        return new PluginOutput(
                "DBVITALS_SLOW_QUERIES",
                level,
                troubles.isEmpty() ? text : String.join("; ", troubles),
                performance,
                longLines);
    }

    private static void add(List<Performance> performance, AdviceReport report) {
        String target = report.target();
        performance.add(Performance.of(target + " findings", report.advice().size(), Unit.NONE));
        report.totals()
                .callsPerSecond()
                .ifPresent(rate -> performance.add(Performance.of(target + " calls/s", rate, Unit.NONE)));
        report.totals().load().ifPresent(load -> performance.add(Performance.of(target + " load", load, Unit.NONE)));
    }
}
