package io.dbvitals.cli.health;

import io.dbvitals.app.validate.Validated;
import io.dbvitals.app.validate.Validation;
import io.dbvitals.app.validate.check.Requirements;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether the targets are as a deployment needs them. */
@Command(
        name = "validate",
        description = {
            "Checks before a deployment: whether each target can be reached, and is as required.",
            "Where nothing is required: no migration has failed, is locked or dirty, and a tenth of the "
                    + "connections is free (else a warning). Migrations are those of Flyway, Liquibase, Alembic, "
                    + "Django, Rails and golang-migrate. Only reads."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 passed, 1 warning, 2 failed, 3 unknown (no migration table, a right is missing) "
                    + "or misuse.",
            "",
            "Examples:",
            "  dbvitals validate --wait 60s",
            "  dbvitals validate --target shop --schema public --require-version 1.12 --wait 5m",
            "  dbvitals validate --require-extension 'vector>=0.7' --free-connections 20 --max-response 50ms",
            "  dbvitals validate --replication --max-lag 5s --format json | jq -r .status"
        })
public final class ValidateCommand implements Callable<Integer> {
    private static final Pattern EXTENSION = Pattern.compile("([^\\s<>=]+)(?:\\s*>=\\s*(\\d[^\\s<>=]*))?");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--require-version",
            paramLabel = "[TOOL:]V",
            description = {
                "Migrations must have come to that version, in the order of their tool: 1.2, app.0012 (Django), "
                        + "a revision that is a head (Alembic), the id or tag of a change set (Liquibase).",
                "May be repeated."
            })
    private List<String> versions = List.of();

    @Option(
            names = "--schema",
            paramLabel = "GLOB",
            description =
                    "Only migrations of that schema, or database.schema; on MySQL of that database. May be repeated.")
    private List<String> schemas = List.of();

    @Option(
            names = "--max-response",
            paramLabel = "DURATION",
            description = "SELECT 1 takes no longer, as 100ms: the median of five.")
    private @Nullable String maxResponse;

    @Option(
            names = "--require-extension",
            paramLabel = "NAME[>=V]",
            description = "PostgreSQL has that extension. May be repeated.")
    private List<String> extensions = List.of();

    @Option(names = "--free-connections", paramLabel = "N", description = "At least so many can still be opened.")
    private @Nullable Integer freeConnections;

    @Option(
            names = "--replication",
            description = {
                "Replicas have caught up: those of a PostgreSQL primary replay in time what is written now; a "
                        + "replica streams, or its threads run, and is not too far behind."
            })
    private boolean replication;

    @Option(
            names = "--max-lag",
            paramLabel = "DURATION",
            description = "Of a replica. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10s")
    private String maxLag = "10s";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Try again until everything passes, for so long; what is missing goes to standard error.",
            defaultValue = "0")
    private String wait = "0";

    private String lastTold = "";

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Requirements requirements = requirements();
        Duration patience = duration("--wait", wait);
        Config config = options.config();
        Validation validation = new Validation(config, options.targets(), requirements);
        if (!patience.isZero()) {
            Signals.on("TERM", validation::end);
            Signals.on("INT", validation::end);
        }
        List<Validated> all = validation.run(patience, this::tell);
        int code = switch (Validated.result(all)) {
            case PASSED -> ExitCode.OK;
            case WARNING -> ExitCode.WARNING;
            case FAILED -> ExitCode.CRITICAL;
            case UNKNOWN -> ExitCode.MISUSE;
        };
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(ValidationText.json(all, Instant.now()));
            case NAGIOS -> out.println(ValidationNagios.of(all, Level.of(code)).render());
            case TEXT -> ValidationText.lines(all, out::println);
        }
        out.flush();
        return code;
    }

    /** Once for each new reason, so that a log of a container stays short. */
    private void tell(List<Validated> all, Duration left) {
        String reasons = ValidationText.waitingFor(all);
        if (!reasons.equals(lastTold) && !left.isZero()) {
            lastTold = reasons;
            PrintWriter err = spec.commandLine().getErr();
            err.println("dbvitals: waiting for " + left.toSeconds() + " s more - " + reasons);
            err.flush();
        }
    }

    private Requirements requirements() throws ConfigException {
        if (freeConnections != null && freeConnections < 1) {
            throw new ConfigException("--free-connections must be 1 or more, not " + freeConnections);
        }
        List<Requirements.Extension> wanted = new ArrayList<>();
        for (String text : extensions) {
            Matcher matcher = EXTENSION.matcher(text.strip());
            if (!matcher.matches()) {
                throw new ConfigException(
                        "--require-extension must be a name, or as vector>=0.7, not \"" + text + "\"");
            }
            wanted.add(new Requirements.Extension(
                    matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse("")));
        }
        Optional<Duration> response =
                maxResponse == null ? Optional.empty() : Optional.of(duration("--max-response", maxResponse));
        return new Requirements(
                versions,
                schemas,
                response,
                wanted,
                Optional.ofNullable(freeConnections),
                replication,
                duration("--max-lag", maxLag));
    }

    private static Duration duration(String option, String text) throws ConfigException {
        return Durations.option(option, text, Duration.ZERO, "100ms, 10s or 5m");
    }
}
