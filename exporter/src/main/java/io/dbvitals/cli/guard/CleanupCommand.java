package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.GuardJson;
import io.dbvitals.app.guard.LeftAlone;
import io.dbvitals.app.guard.Rounds;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.cli.terminal.TargetOptions;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends sessions that hurt a server, once; or says which it would end. */
@Command(
        name = "cleanup",
        description = {
            "Says which sessions the rules of guard.rules would end on each PostgreSQL, MySQL and MariaDB "
                    + "target, and why; with --execute ends them, one after the other with a new look before each.",
            "Every action is put on record in guard.audit_file before it is done. It acts from a rule's "
                    + "warning on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--execute needs guard.enabled: true in the configuration, or, where there is no file, DB_MONITOR_GUARD=on.",
            "",
            "Exit codes: 0 nothing is to be ended or all of it was, 1 something is (without --execute) or "
                    + "was left because of a limit or to another guard, 2 a server does not answer, 3 a right is missing, an action "
                    + "failed, or misuse.",
            "",
            "Examples:",
            "  dbvitals cleanup",
            "  dbvitals cleanup --rule idle_in_transaction --execute"
        })
public final class CleanupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Option(names = "--rule", paramLabel = "NAME", description = "Only that rule; may be repeated.")
    private List<String> rules = List.of();

    @Option(names = "--execute", description = "End them. Default: only say it.")
    private boolean execute;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Config config = options.config();
        for (String rule : rules) {
            if (!config.guard().rules().containsKey(rule)) {
                throw new ConfigException("there is no rule \"" + rule + "\"; there are "
                        + String.join(", ", config.guard().rules().keySet()));
            }
        }
        if (execute) {
            config.guard().requireOn();
        }
        Config chosen = rules.isEmpty() ? config : config.with(config.guard().only(rules));
        List<Answer> answers;
        try {
            answers = execute
                    ? Rounds.cleanUp(chosen, options.targets(), System.getProperty("user.name", "unknown"))
                    : Rounds.look(chosen, options.targets());
        } catch (AuditException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (options.format() == Format.JSON) {
            out.println(Json.write(GuardJson.cleanup(answers, chosen.guard(), execute)));
        } else {
            answers.forEach(answer -> print(answer, chosen.guard(), out));
        }
        out.flush();
        return answers.stream().mapToInt(this::code).reduce(ExitCode.OK, Math::max);
    }

    private void print(Answer answer, GuardConfig guard, PrintWriter out) {
        if (answer.round().isEmpty()) {
            out.println(answer.target() + ": " + Texts.plain(answer.failure()));
            return;
        }
        Round round = answer.round().get();
        GuardJson.troubles(round).forEach(trouble -> out.println(answer.target() + ": " + Texts.plain(trouble)));
        round.seen()
                .prepared()
                .forEach(prepared ->
                        out.println(answer.target() + ": note: prepared transaction " + Texts.plain(prepared)));
        LeftAlone.of(guard, round).forEach(left -> out.println(answer.target() + ": left alone: " + left));
        if (round.yielded().isPresent()) {
            out.println(answer.target() + ": " + round.yielded().get());
        } else if (round.plan().steps().isEmpty() && round.deeds().isEmpty()) {
            out.println(answer.target() + ": nothing is to be ended");
        } else if (execute) {
            round.deeds().forEach(deed -> out.println(answer.target() + ": " + Texts.deed(deed)));
        } else {
            round.plan().steps().forEach(step -> out.println(answer.target() + ": would " + Texts.step(step)));
            out.println(answer.target() + ": nothing was ended; --execute does it");
        }
    }

    private int code(Answer answer) {
        if (answer.round().isEmpty()) {
            return ExitCode.CRITICAL;
        }
        Round round = answer.round().get();
        if (round.troubled() || !GuardJson.troubles(round).isEmpty()) {
            return ExitCode.MISUSE;
        }
        boolean left = round.capped()
                || round.yielded().isPresent()
                || (!execute && !round.plan().steps().isEmpty());
        return left ? ExitCode.WARNING : ExitCode.OK;
    }
}
