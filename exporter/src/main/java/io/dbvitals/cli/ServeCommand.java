package io.dbvitals.cli;

import io.dbvitals.app.Exporter;
import io.dbvitals.cli.monitor.MonitorOptions;
import io.dbvitals.cli.monitor.Presence;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Serves /metrics until SIGTERM or Ctrl-C; SIGHUP reads the configuration anew, and opens the log "
                    + "file anew.",
            "SIGUSR1 clears the databases of their clients, if guard.enabled is true and guard.dry_run is "
                    + "false. The default command."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  dbvitals serve --url postgresql://db1:5432/postgres --user dbvitals --password-file /run/secrets/pg",
            "  dbvitals serve --url redis://cache:6379 --listen :9121",
            "  dbvitals serve --config dbvitals.yaml --listen :9187"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger logger = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "host:port or :port to serve on. Default: 0.0.0.0:9999.")
    private @Nullable String listen;

    @Option(
            names = {"--web-config", "--web.config.file"},
            paramLabel = "FILE",
            description = "TLS and users, in the exporter toolkit's format.")
    private @Nullable Path webConfig;

    @Mixin
    private MonitorOptions monitor = new MonitorOptions();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        // Without a handler this signal would end the process.
        Signals.on("USR1", () -> logger.warn("SIGUSR1 is refused: the program is only about to start"));
        try (Presence presence = Presence.of(monitor);
                Exporter exporter = Exporter.start(
                        () -> options.read(Optional.ofNullable(listen), Optional.ofNullable(webConfig)),
                        Commands.version())) {
            Signals.on("TERM", stop::countDown);
            Signals.on("INT", stop::countDown);
            Signals.on("HUP", () -> {
                presence.reopenLog();
                reload(exporter);
            });
            Signals.on("USR1", () -> exporter.emergency("SIGUSR1"));
            presence.tell(exporter.guardConfig(), exporter.guardConfig().enabled());
            stop.await();
            logger.info("stopping");
        }
        return ExitCode.OK;
    }

    private static void reload(Exporter exporter) {
        try {
            exporter.reload();
        } catch (ConfigException e) {
            // The exporter has said it in the log, and goes on with the last good configuration.
            return;
        }
    }
}
