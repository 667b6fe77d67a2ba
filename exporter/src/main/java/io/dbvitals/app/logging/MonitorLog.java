package io.dbvitals.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The monitor's log while it runs: from which weight on, and besides standard error a file of lines as
 * {@code 2024-01-15 10:30:45 - DBMonitor - WARNING - High connection count: 45}, of which five full ones are kept.
 */
public final class MonitorLog implements AutoCloseable {
    private static final String OURS = "io.dbvitals";
    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss} - DBMonitor - %replace(%level){'^WARN$', 'WARNING'}"
            + " - %replace(%msg){'[\\r\\n]+', ' '}%n%ex{short}";
    private static final long MAX_BYTES = 10 * FileSize.MB_COEFFICIENT;
    private static final int KEPT = 5;

    private final LoggerContext context;
    private final Optional<RollingFileAppender<ILoggingEvent>> appender;
    private final Level rootBefore;
    private final Optional<Level> oursBefore;

    private MonitorLog(LogLevel level, Optional<RollingFileAppender<ILoggingEvent>> appender) {
        this.context = context();
        this.appender = appender;
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger ours = context.getLogger(OURS);
        this.rootBefore = root.getLevel();
        this.oursBefore = Optional.ofNullable(ours.getLevel());
        root.setLevel(level.foreign());
        ours.setLevel(level.level());
        appender.ifPresent(root::addAppender);
    }

    /** To standard error alone. */
    public static MonitorLog start(LogLevel level) {
        return new MonitorLog(level, Optional.empty());
    }

    /** To standard error and to that file, which is written to at once so that a missing right is known now. */
    public static MonitorLog start(LogLevel level, Path file) throws ConfigException {
        return start(level, file, MAX_BYTES);
    }

    static MonitorLog start(LogLevel level, Path file, long maxBytes) throws ConfigException {
        check(file);
        return new MonitorLog(level, Optional.of(appender(file, maxBytes)));
    }

    /** Goes on in a file of the configured name, also after somebody has renamed the one it writes to. */
    public void reopen() throws ConfigException {
        if (appender.isPresent()) {
            Path file = Path.of(appender.get().getFile());
            check(file);
            try {
                appender.get().openFile(file.toString());
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }
    }

    @Override
    public void close() {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        appender.ifPresent(each -> {
            root.detachAppender(each);
            each.stop();
        });
        root.setLevel(rootBefore);
        context.getLogger(OURS).setLevel(oursBefore.orElse(null));
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static RollingFileAppender<ILoggingEvent> appender(Path file, long maxBytes) {
        LoggerContext context = context();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("monitor-file");
        appender.setFile(file.toString());

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        appender.setEncoder(encoder);

        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(file + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(KEPT);
        names.start();
        appender.setRollingPolicy(names);

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(maxBytes));
        // By default it looks but once a minute, in which a log at DEBUG grows much beyond.
        size.setCheckIncrement(Duration.buildByMilliseconds(100));
        size.start();
        appender.setTriggeringPolicy(size);

        appender.start();
        return appender;
    }

    /** The library would only note it somewhere and lose every line. */
    private static void check(Path file) throws ConfigException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ConfigException unwritable(Path file, IOException cause) {
        return new ConfigException(
                "cannot write the log file " + file + ": "
                        + (cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage())
                        + "; give this user the right to write there, or name another by --log-file or"
                        + " DB_MONITOR_LOG_FILE",
                cause);
    }
}
