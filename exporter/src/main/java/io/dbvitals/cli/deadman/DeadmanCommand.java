package io.dbvitals.cli.deadman;

import io.dbvitals.app.deadman.Deadman;
import io.dbvitals.app.deadman.Expected;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says when the monitoring itself has stopped. */
@Command(
        name = "deadman",
        description = {
            "Waits, on a second machine, for the Watchdog: an alert that always fires. When none comes any more, neither does any other "
                    + "alert, and it says so.",
            "Alertmanager sends it (DEADMAN_URL=http://THIS_MACHINE:9998/watchdog), or is asked for it (--alertmanager). Shows how it "
                    + "is at / (status 503 while the alert is missed), /metrics and /-/healthy. Reads no configuration file; runs until "
                    + "SIGTERM or Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The program that --exec names finds in its environment DEADMAN_STATUS (dead or alive), DEADMAN_TEXT, DEADMAN_ALERT and "
                    + "DEADMAN_LAST_SEEN, and on its standard input what --webhook posts: {status, text, alert, last_seen, "
                    + "silent_seconds}.",
            "",
            "Exit codes: 0 stopped, or with --once the alert is there; 2 with --once: it is missed; 3 misuse.",
            "",
            "Examples:",
            "  dbvitals deadman --exec '/usr/local/bin/page oncall' --state-file /var/lib/dbvitals/deadman.json",
            "  dbvitals deadman --timeout 3m --token-file /etc/dbvitals/deadman.token --webhook-file /etc/dbvitals/chat.url",
            "  dbvitals deadman --alertmanager http://monitoring:9093 --label cluster=c1 --exec /usr/local/bin/page",
            "  dbvitals deadman --once --alertmanager http://monitoring:9093"
        })
public final class DeadmanCommand implements Callable<Integer> {
    private static final Logger logger = LoggerFactory.getLogger(DeadmanCommand.class);
    private static final String MANY = "5m or 90s";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "host:port or :port to serve on. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0.0.0.0:9998")
    private String listen = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Without the alert, until the alarm. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5m")
    private String timeout = "";

    @Option(
            names = "--repeat",
            paramLabel = "DURATION",
            description = "Say it again so often while the alarm lasts. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1h")
    private String repeat = "";

    @Option(
            names = "--alert",
            paramLabel = "NAME",
            description = "Name of the alert. Default: ${DEFAULT-VALUE}.",
            defaultValue = "Watchdog")
    private String alert = "";

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = {
                "Only an alert with that label counts; may be repeated.",
                "Where several Prometheus send here, name what sets one apart, and run one of these for each."
            })
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--alertmanager",
            paramLabel = "URL",
            description = "Ask there instead of being sent to; may be repeated: any that has the alert will do.")
    private List<String> alertmanagers = List.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Whoever sends must show the token in it (Authorization: Bearer); with --alertmanager it "
                    + "is shown there. Read anew each time.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description = {
                "Run that program at the alarm and at its end, for at most 30 s.",
                "Words are parted by blanks; there is no shell, and quotes mean nothing."
            })
    private String program = "";

    @Option(names = "--webhook", paramLabel = "URL", description = "Post JSON there at the alarm and at its end.")
    private @Nullable String webhook;

    @Option(
            names = "--webhook-file",
            paramLabel = "FILE",
            description = "File that holds such an address, where a token is in it. Read anew each time.")
    private @Nullable Path webhookFile;

    @Option(
            names = "--state-file",
            paramLabel = "FILE",
            description = "Remember the alarm there over a restart. After a start it waits the whole --timeout anew.")
    private @Nullable Path stateFile;

    @Option(names = "--once", description = "Ask --alertmanager once, as a check of Nagios or cron.")
    private boolean once;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Deadman.Settings settings = settings();
        if (once) {
            if (settings.alertmanagers().isEmpty()) {
                throw new ConfigException(
                        "--once needs --alertmanager: nothing is sent to a program that does not run");
            }
            Deadman.Found found = Deadman.once(settings);
            PrintWriter out = spec.commandLine().getOut();
            out.println((found.alive() ? "OK: " : "CRITICAL: ") + Texts.plain(found.text()));
            out.flush();
            return found.alive() ? ExitCode.OK : ExitCode.CRITICAL;
        }
        if (settings.program().isEmpty() && settings.webhook().isEmpty()) {
            logger.warn(
                    "nobody is told: without --exec and --webhook the alarm is only in this log, at / and in /metrics");
        }
        CountDownLatch stop = new CountDownLatch(1);
        Signals.on("TERM", stop::countDown);
        Signals.on("INT", stop::countDown);
        try (Deadman running = Deadman.start(settings)) {
            stop.await();
            logger.info("stopping to listen on port {}", running.port());
        }
        return ExitCode.OK;
    }

    private Deadman.Settings settings() throws ConfigException {
        Map<String, String> wanted = new LinkedHashMap<>(labels);
        wanted.put("alertname", alert);
        List<URI> addresses = new ArrayList<>();
        for (String each : alertmanagers) {
            addresses.add(Deadman.alertmanager("--alertmanager", each));
        }
        if (webhook != null && webhookFile != null) {
            throw new ConfigException("--webhook and --webhook-file are both given; remove one");
        }
        Optional<Secret> post = webhook != null
                ? Optional.of(new Secret.Literal(webhook))
                : Optional.ofNullable(webhookFile).map(Secret.File::new);
        return new Deadman.Settings(
                new Expected(wanted),
                Durations.option("--timeout", timeout, Duration.ofSeconds(1), MANY),
                Durations.option("--repeat", repeat, Duration.ofSeconds(1), MANY),
                Endpoint.parse(listen)
                        .orElseThrow(() ->
                                new ConfigException("--listen must be host:port or :port, not \"" + listen + "\"")),
                Optional.ofNullable(tokenFile).map(Secret.File::new),
                addresses,
                program.isBlank() ? List.of() : List.of(program.strip().split("\\s+")),
                post,
                Optional.ofNullable(stateFile));
    }
}
