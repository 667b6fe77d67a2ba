package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Explained;
import io.dbvitals.app.guard.Explanations;
import io.dbvitals.app.guard.GuardJson;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.cli.terminal.TargetOptions;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.rule.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The guard by itself. */
@Command(
        name = "guard",
        description = "Looks at the sessions of databases, and ends those that hurt them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "explain | watch | restore | audit",
        subcommands = {WatchCommand.class, AuditCommand.class},
        footer = {
            "",
            "Nothing is ended unless guard.enabled is true and guard.dry_run is false.",
            "",
            "Examples:",
            "  dbvitals guard explain",
            "  dbvitals guard watch --config dbvitals.yaml",
            "  dbvitals guard audit verify"
        })
public final class GuardCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "explain",
            description = "Says of each session what each rule makes of it, and why. Ends nothing.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 all was seen, 2 a server does not answer, 3 a right is missing, or misuse.",
                "",
                "Examples:",
                "  dbvitals guard explain --target primary",
                "  dbvitals guard explain --format json"
            })
    int explain(@Mixin TargetOptions options) throws ConfigException, InterruptedException {
        List<Explained> answers = Explanations.of(options.config(), options.targets());
        PrintWriter out = spec.commandLine().getOut();
        if (options.format() == Format.JSON) {
            out.println(Json.write(
                    Map.of("targets", answers.stream().map(GuardCommand::json).toList())));
        } else {
            answers.forEach(answer -> print(answer, out));
        }
        out.flush();
        if (answers.stream().anyMatch(answer -> !answer.failure().isEmpty())) {
            return ExitCode.CRITICAL;
        }
        return answers.stream().allMatch(answer -> answer.missing().isEmpty()) ? ExitCode.OK : ExitCode.MISUSE;
    }

    @Command(
            name = "restore",
            description = {
                "Opens what an emergency left shut that was killed: connection limits get the value that they "
                        + "had before, databases of PgBouncer are enabled.",
                "What somebody else has changed since is left as it is. Doing it again does no harm."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 nothing is shut (any more), 2 something still is, 3 it cannot be known, or " + "misuse.",
                "",
                "Examples:",
                "  dbvitals guard restore --config /etc/dbvitals/dbvitals.yaml"
            })
    int restore(@Mixin ConfigOptions options) throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            int code = Restoring.run(options.read(), out);
            out.flush();
            return code;
        } catch (FenceException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(Explained answer, PrintWriter out) {
        if (!answer.failure().isEmpty()) {
            out.println(answer.target() + ": " + Texts.plain(answer.failure()));
            return;
        }
        answer.missing().forEach(missing -> out.println(answer.target() + ": " + Texts.plain(missing)));
        for (Explained.Judged judged : answer.sessions()) {
            out.println(answer.target() + ": " + Texts.session(judged.session()) + ", "
                    + judged.session().state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            judged.verdicts()
                    .forEach((rule, verdict) -> out.println(
                            String.format("  %-9s %-20s %s", word(verdict), rule, Texts.plain(verdict.why()))));
        }
    }

    private static String word(Verdict verdict) {
        return verdict.mayEnd() ? "may end" : verdict.counts() ? "counts" : "out";
    }

    private static Map<String, Object> json(Explained answer) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("target", answer.target());
        shown.put("error", GuardJson.error(answer.failure()));
        shown.put("missing", answer.missing());
        shown.put(
                "sessions",
                answer.sessions().stream()
                        .map(judged -> {
                            Map<String, Object> session = GuardJson.session(judged.session());
                            Map<String, Object> rules = new LinkedHashMap<>();
                            judged.verdicts().forEach((rule, verdict) -> rules.put(rule, json(verdict)));
                            session.put("rules", rules);
                            return session;
                        })
                        .toList());
        return shown;
    }

    private static Map<String, Object> json(Verdict verdict) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("counts", verdict.counts());
        shown.put("may_end", verdict.mayEnd());
        shown.put("why", verdict.why());
        return shown;
    }
}
