package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.Rounds;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.cli.terminal.TargetOptions;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.plan.Finding;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says how the sessions of each server are; does nothing about it. */
@Command(
        name = "health-check",
        description = {
            "Looks once at the sessions of each PostgreSQL, MySQL and MariaDB target: connections, locks, "
                    + "blocked sessions, idle transactions, long-running queries, against the bounds of guard.rules.",
            "Ends nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 healthy, 1 degraded, 2 unhealthy or a server that does not answer, 3 unknown (a "
                    + "right is missing) or misuse.",
            "",
            "Examples:",
            "  dbvitals health-check",
            "  dbvitals health-check --format json | jq -r .status",
            "  dbvitals health-check --format json | jq .metrics.total_connections"
        })
public final class HealthCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        List<Answer> answers = Rounds.look(options.config(), options.targets());
        Health health = Health.of(answers);
        PrintWriter out = spec.commandLine().getOut();
        if (options.format() == Format.JSON) {
            out.println(Json.write(GuardJson.health(answers, health, Instant.now())));
        } else {
            answers.forEach(answer -> print(answer, out));
            if (answers.isEmpty()) {
                out.println("no target has sessions to look at");
            }
        }
        out.flush();
        return health.exitCode();
    }

    private static void print(Answer answer, PrintWriter out) {
        out.println(answer.target() + ": " + Health.of(answer).label());
        if (answer.round().isEmpty()) {
            out.println("  " + Texts.plain(answer.failure()));
            return;
        }
        answer.round().get().troubles().forEach(trouble -> out.println("  unknown   " + Texts.plain(trouble)));
        for (Finding finding : answer.round().get().plan().findings()) {
            String level = switch (finding.severity()) {
                case CRITICAL -> "critical  ";
                case WARNING -> "warning   ";
                case OK -> "ok        ";
            };
            out.println("  " + level + finding.text());
        }
        answer.round()
                .get()
                .seen()
                .prepared()
                .forEach(prepared -> out.println("  note      prepared transaction " + Texts.plain(prepared)));
    }
}
