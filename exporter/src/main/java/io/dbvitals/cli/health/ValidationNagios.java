package io.dbvitals.cli.health;

import io.dbvitals.app.validate.Validated;
import io.dbvitals.app.validate.check.Check;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code validate} answers as a plugin. */
final class ValidationNagios {
    private ValidationNagios() {}

    static PluginOutput of(List<Validated> all, Level level) {
        List<Check> checks =
                all.stream().flatMap(each -> each.checks().stream()).toList();
        String troubles = all.stream()
                .flatMap(each -> each.checks().stream()
                        .filter(check -> check.result() != Result.PASSED)
                        .map(check -> each.target() + ": " + check.name() + ": " + check.reason()))
                .collect(Collectors.joining("; "));
        String text = all.isEmpty() ? "no target was selected" : checks.size() + " checks passed";
        return new PluginOutput(
                "DBVITALS_VALIDATE",
                level,
                troubles.isEmpty() ? text : troubles,
                List.of(
                        count("passed", checks, Result.PASSED),
                        count("unknown", checks, Result.UNKNOWN),
                        count("warnings", checks, Result.WARNING),
                        count("failed", checks, Result.FAILED)),
                all.stream().flatMap(ValidationNagios::longLines).toList());
    }

    private static Performance count(String label, List<Check> checks, Result result) {
        long count = checks.stream().filter(check -> check.result() == result).count();
        return Performance.of(label, (double) count, Unit.NONE);
    }

    private static Stream<String> longLines(Validated each) {
        return each.checks().stream()
                .map(check -> each.target() + " " + check.result().label() + " " + check.name() + ": "
                        + check.reason()
                        + (check.remedy().isEmpty() ? "" : "; to do: " + check.remedy()));
    }
}
