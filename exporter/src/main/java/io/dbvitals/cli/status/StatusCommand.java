package io.dbvitals.cli.status;

import io.dbvitals.cli.service.ServiceOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.cli.terminal.TargetOptions;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One screen for an incident. */
@Command(
        name = "status",
        description = {
            "One screen: each target with its status, score and worst trouble, and the alerts that fire.",
            "From the dbvitals that runs at the configured listen address, whose figures have a window; where none runs, the targets are "
                    + "read from here, and the alerts from alerting.alertmanagers."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 healthy, 1 degraded, 2 unhealthy, 3 unknown or misuse; with --watch, of the last look.",
            "",
            "Examples:",
            "  dbvitals status",
            "  dbvitals status --watch --interval 2s",
            "  dbvitals status --service https://db1:9999 --ca-file ca.pem --token-file /etc/dbvitals/viewer.token",
            "  dbvitals status --format json | jq -r '.targets[] | select(.status != \"healthy\") | .target'"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--watch",
            description = "Look again and again, until Ctrl-C; in lines where the output is no terminal.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "Between two looks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5s")
    private String interval = "";

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Duration pause = Durations.option("--interval", interval, Duration.ofMillis(100), "2s or 1m");
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = Ansi.AUTO.enabled();
        if (!watch) {
            Screen screen = look();
            show(screen, out, terminal, false);
            return screen.exitCode();
        }
        CountDownLatch stop = new CountDownLatch(1);
        Signals.on("TERM", stop::countDown);
        Signals.on("INT", stop::countDown);
        boolean redraws = terminal && options.format() == Format.TEXT;
        if (redraws) {
            out.print(HOME + CLEAR_BELOW);
        }
        // What is wrong from the start is misuse.
        Screen first = look();
        show(first, out, terminal, redraws);
        int code = first.exitCode();
        while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            code = again(out, terminal, redraws);
        }
        return code;
    }

    /** A service that goes away meanwhile may come back. */
    private int again(PrintWriter out, boolean terminal, boolean redraws) throws InterruptedException {
        try {
            Screen screen = look();
            show(screen, out, terminal, redraws);
            return screen.exitCode();
        } catch (ConfigException e) {
            out.print(
                    redraws
                            ? HOME + e.getMessage() + CLEAR_LINE + "\n" + CLEAR_BELOW
                            : "dbvitals: " + e.getMessage() + "\n");
            out.flush();
            return ExitCode.MISUSE;
        }
    }

    private Screen look() throws ConfigException, InterruptedException {
        return service.answer(
                options::config,
                options.oneServer(),
                asked -> FromService.read(asked, options.targets()),
                (config, why) -> FromHere.read(config, options.targets(), why));
    }

    private void show(Screen screen, PrintWriter out, boolean terminal, boolean redraws) {
        ScreenText text = new ScreenText(terminal);
        if (options.format() == Format.JSON) {
            out.println(ScreenJson.of(screen));
        } else if (redraws) {
            StringBuilder page = new StringBuilder(HOME);
            text.lines(screen)
                    .forEach(line -> page.append(line).append(CLEAR_LINE).append('\n'));
            out.print(page.append(CLEAR_BELOW));
        } else {
            (watch ? text.plainLines(screen) : text.lines(screen)).forEach(out::println);
        }
        out.flush();
    }
}
