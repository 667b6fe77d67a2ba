package io.dbvitals.cli.check;

import io.dbvitals.app.check.Answer;
import io.dbvitals.app.check.Checks;
import io.dbvitals.app.check.catalog.Services;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one service, as a plugin of Nagios or Icinga does. */
@Command(
        name = "check",
        description = {
            "Checks one service of targets, as a plugin of Nagios or Icinga: a line of status, performance data, an exit "
                    + "code.",
            "Services bear the names of check_pgactivity and check_postgres; --list tells them with the thresholds that "
                    + "hold where none are given."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A range alerts outside of start:end, with @ inside: 10 is 0:10, 10: has no end, ~:10 no start. Numbers may "
                    + "have units: 500ms, 90s, 5m, 2h, 1d; 16MB, 2GB; 80%% of the largest value. label=range,label=range "
                    + "is for single values, by the labels of the performance data; the empty text alerts never.",
            "",
            "JSON: {service, status, msg: [], longmsg: [], perfdata: {label: {val, unit, warn, crit, min, max}}}.",
            "",
            "Exit codes: 0 OK, 1 warning, 2 critical, or a target that refuses or does not answer in time, 3 unknown: a "
                    + "right is missing (the message has the GRANT), a version or extension, misuse, or a fault of ours. "
                    + "The worst counts: 2, 1, 3, 0.",
            "",
            "Examples:",
            "  dbvitals check --list",
            "  dbvitals check backends -w 80%% -c 95%%",
            "  dbvitals check longest_query --target primary -w 60s -c 10m",
            "  dbvitals check backends_status -w waiting=5,idle_xact=10%%",
            "  dbvitals check streaming_delta --url postgresql://db1/app --user dbvitals -c standbys=2:"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final String UNSET = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "What to check; --list tells all.")
    private String name = UNSET;

    @Option(
            names = {"-w", "--warning"},
            paramLabel = "RANGE",
            description = "Outside of it is a warning.")
    private @Nullable String warning;

    @Option(
            names = {"-c", "--critical"},
            paramLabel = "RANGE",
            description = "Outside of it is critical.")
    private @Nullable String critical;

    @Option(
            names = "--query",
            paramLabel = "SQL",
            description = "What query_runtime runs, read-only. Default: ${DEFAULT-VALUE}.",
            defaultValue = "SELECT 1")
    private String query = "SELECT 1";

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "DURATION",
            description = "Of each target. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10s")
    private String timeout = "10s";

    @Option(
            names = {"--format", "-F"},
            paramLabel = "FORMAT",
            description = "nagios, nagios_strict (units s, B, %% and c only), json or text. Default: ${DEFAULT-VALUE}.",
            defaultValue = "nagios")
    private CheckFormat format = CheckFormat.NAGIOS;

    @Option(names = "--list", description = "Tells all services.")
    private boolean list;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Services.all().forEach(service -> print(service, out));
            out.flush();
            return ExitCode.OK;
        }
        Service service = Services.named(name)
                .orElseThrow(() -> new ConfigException(
                        name.isEmpty()
                                ? "which service? 'dbvitals check --list' tells all"
                                : "there is no service \"" + name + "\"; 'dbvitals check --list' tells all"));
        Thresholds warnings = Thresholds.parse("-w", warning == null ? service.warning() : warning);
        Thresholds criticals = Thresholds.parse("-c", critical == null ? service.critical() : critical);
        Duration limit = Durations.option("--timeout", timeout, Duration.ofMillis(1), "500ms, 10s or 1m");
        List<Answer> answers = Checks.read(options.config(), options.targets(), service, query, limit);
        Verdict verdict = Verdict.of(service, answers, warnings, criticals);
        String title = kind(service, answers) + "_" + name.strip().replace('-', '_');
        switch (format) {
            case NAGIOS -> out.println(verdict.output(title).render());
            case NAGIOS_STRICT -> out.println(verdict.output(title).renderStrictly());
            case JSON -> out.println(CheckJson.of(title.toUpperCase(Locale.ROOT), verdict));
            case TEXT -> text(verdict, out);
        }
        out.flush();
        return verdict.level().exitCode();
    }

    /** Of the targets, where they are of one. */
    private static String kind(Service service, List<Answer> answers) {
        List<String> kinds = answers.stream().map(Answer::kind).distinct().toList();
        if (kinds.isEmpty()) {
            return service.source().kinds().get(0);
        }
        return kinds.size() == 1 ? kinds.get(0) : "dbvitals";
    }

    private void text(Verdict verdict, PrintWriter out) {
        out.println(name + ": " + verdict.level().name().toLowerCase(Locale.ROOT));
        verdict.messages().forEach(message -> out.println("  " + Texts.plain(message)));
        if (verdict.level() == Level.OK) {
            verdict.details().forEach(detail -> out.println("  " + Texts.plain(detail)));
        }
    }

    private static void print(Service service, PrintWriter out) {
        out.println(String.join(", ", service.names()) + " (" + kinds(service.source()) + thresholds(service) + ")");
        out.println("    " + service.about());
    }

    private static String kinds(Source source) {
        return String.join(", ", source.kinds());
    }

    private static String thresholds(Service service) {
        return (service.warning().isEmpty() ? "" : "; -w " + service.warning())
                + (service.critical().isEmpty() ? "" : "; -c " + service.critical());
    }
}
