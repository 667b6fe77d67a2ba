package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.GuardFamilies;
import io.dbvitals.app.guard.Watch;
import io.dbvitals.cli.monitor.MonitorOptions;
import io.dbvitals.cli.monitor.Presence;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Round after round, without serving anything. */
@Command(
        name = "watch",
        description = {
            "Looks every guard.interval, and ends what the rules want ended if guard.enabled is true and "
                    + "guard.dry_run is false; until SIGTERM or Ctrl-C.",
            "SIGHUP reads the configuration anew, and opens the log file anew. SIGUSR1 clears the databases "
                    + "of their clients, if sessions may be ended. `serve` does the same beside serving metrics."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Where nothing is named, the log goes to /var/log/db_monitor.log and the PID file is "
                    + "/var/run/db_monitor.pid, if this user may write there.",
            "",
            "Examples:",
            "  dbvitals guard watch --config /etc/dbvitals/dbvitals.yaml",
            "  DB_HOST=db1 DB_USER=dbvitals DB_MONITOR_GUARD=dry_run dbvitals guard watch --interval 60s --verbose"
        })
final class WatchCommand implements Callable<Integer> {
    private static final Logger logger = LoggerFactory.getLogger(WatchCommand.class);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private MonitorOptions monitor = new MonitorOptions();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "Between two rounds, as 60s or 5m. Default: guard.interval.")
    private @Nullable String interval;

    @Option(
            names = "--execute",
            description = "End sessions although guard.dry_run is true. Needs guard.enabled: true.")
    private boolean execute;

    private final GuardFamilies families = new GuardFamilies(System::currentTimeMillis);
    private @Nullable Watch watch;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Config config = read();
        CountDownLatch stop = new CountDownLatch(1);
        Signals.on("USR1", () -> logger.warn("SIGUSR1 is refused: the program is only about to start"));
        try (Presence presence = Presence.ofMonitor(monitor)) {
            begin(config);
            try {
                Signals.on("TERM", stop::countDown);
                Signals.on("INT", stop::countDown);
                Signals.on("HUP", () -> {
                    presence.reopenLog();
                    reload();
                });
                Signals.on("USR1", this::emergency);
                presence.tell(config.guard(), true);
                stop.await();
                logger.info("stopping");
            } finally {
                end();
            }
        }
        return ExitCode.OK;
    }

    private Config read() throws ConfigException {
        Config config = options.read();
        GuardConfig guard = config.guard();
        if (execute) {
            guard.requireOn();
        }
        if (interval != null) {
            guard = guard.every(Durations.option("--interval", interval, Duration.ofMillis(1), "60s or 5m"));
        }
        return config.with(execute ? guard.executing() : guard);
    }

    private synchronized void begin(Config config) {
        watch = Watch.start(config, config.guard().acts(), families, List::of);
    }

    private synchronized void end() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private synchronized void emergency() {
        if (watch != null) {
            watch.emergency("SIGUSR1");
        }
    }

    private synchronized void reload() {
        try {
            Config fresh = read();
            if (watch != null && !watch.works(fresh)) {
                end();
                begin(fresh);
            }
            logger.info("the configuration was read anew");
        } catch (ConfigException e) {
            logger.error("the configuration stays as it was: {}", e.getMessage());
        }
    }
}
