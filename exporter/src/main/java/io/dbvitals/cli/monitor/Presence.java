package io.dbvitals.cli.monitor;

import io.dbvitals.app.logging.MonitorLog;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.process.MonitorException;
import io.dbvitals.guard.process.PidFile;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That this process runs, as others see it: its log and its PID file. */
public final class Presence implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Presence.class);
    private static final Path USUAL_LOG = Path.of("/var/log/db_monitor.log");

    private final MonitorOptions options;
    private final MonitorLog log;
    private Optional<PidFile> pidFile = Optional.empty();

    private Presence(MonitorOptions options, MonitorLog log) {
        this.options = options;
        this.log = log;
    }

    /** Begins with the log; a file is written only where one is named. */
    public static Presence of(MonitorOptions options) throws ConfigException {
        Optional<Path> file = options.logFile();
        return new Presence(
                options,
                file.isPresent() ? MonitorLog.start(options.level(), file.get()) : MonitorLog.start(options.level()));
    }

    /** The same, and where no file is named the log goes to {@code /var/log/db_monitor.log}, if this user may write there. */
    public static Presence ofMonitor(MonitorOptions options) throws ConfigException {
        if (options.logFile().isPresent()) {
            return of(options);
        }
        try {
            return new Presence(options, MonitorLog.start(options.level(), USUAL_LOG));
        } catch (ConfigException e) {
            Presence presence = of(options);
            logger.info("no log file: {}", e.getMessage());
            return presence;
        }
    }

    /**
     * Writes the PID file, once all signals are handled: whoever reads it may send them.
     *
     * @param monitor whether to write one also where none is named, if this user may
     * @throws ConfigException when another monitor runs, or the file that is named cannot be written
     */
    public void tell(GuardConfig config, boolean monitor) throws ConfigException {
        Optional<Path> named = options.pidFile(config);
        if (named.isEmpty() && !monitor) {
            return;
        }
        try {
            pidFile = Optional.of(PidFile.create(named.orElse(PidFileOption.USUAL)));
        } catch (MonitorException e) {
            if (named.isPresent() || e.monitorRuns()) {
                throw new ConfigException(String.valueOf(e.getMessage()), e);
            }
            logger.info("no PID file: {}", e.getMessage());
        }
    }

    /** Goes on in a log file of the same name, after somebody has renamed the old one. */
    public void reopenLog() {
        try {
            log.reopen();
        } catch (ConfigException e) {
            logger.error("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        pidFile.ifPresent(PidFile::close);
        log.close();
    }
}
