package io.dbvitals.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class MonitorLogTest {
    private static final Logger logger = LoggerFactory.getLogger(MonitorLogTest.class);
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("log/db_monitor.log");
    }

    @Test
    void line_isOfTheMonitorsFormat() throws Exception {
        try (MonitorLog log = MonitorLog.start(LogLevel.INFO, file)) {
            logger.warn("High connection count: {}", 45);
            logger.info("a name\r\nthat would be two lines");
            logger.error("no WARN");
            logger.debug("a detail");
            log.reopen();
        }
        logger.warn("after the end");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches(TIME + " - DBMonitor - WARNING - High connection count: 45");
        assertThat(lines.get(1)).matches(TIME + " - DBMonitor - INFO - a name that would be two lines");
        assertThat(lines.get(2)).matches(TIME + " - DBMonitor - ERROR - no WARN");
    }

    @Test
    void level_countsWhileTheLogRunsAndForOursOnly() throws Exception {
        Logger foreign = LoggerFactory.getLogger("some.library");
        boolean before = logger.isInfoEnabled();
        try (MonitorLog log = MonitorLog.start(LogLevel.of("debug"))) {
            assertThat(logger.isDebugEnabled()).isTrue();
            assertThat(foreign.isDebugEnabled()).isFalse();
            log.reopen();
        }
        assertThat(logger.isInfoEnabled()).isEqualTo(before);
        try (MonitorLog log = MonitorLog.start(LogLevel.of("ERROR"), file)) {
            logger.warn("not heavy enough");
            foreign.warn("not heavy enough");
            log.reopen();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void unknownLevel_isRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LogLevel.of("WARN"))
                .withMessage("there is no log level 'WARN'; there are DEBUG, INFO, WARNING and ERROR");
    }

    @Test
    void renamedFile_isLeftWhenTheLogIsReopened() throws Exception {
        Path renamed = folder.resolve("renamed.log");
        try (MonitorLog log = MonitorLog.start(LogLevel.WARNING, file)) {
            logger.warn("one");
            Files.move(file, renamed);
            logger.warn("two");
            log.reopen();
            logger.warn("three");
        }

        assertThat(Files.readString(renamed)).contains("one", "two").doesNotContain("three");
        assertThat(Files.readAllLines(file)).hasSize(1).first().asString().endsWith("three");
    }

    @Test
    void fullFiles_areKeptUpToFive() throws Exception {
        String text = "x".repeat(50);
        try (MonitorLog log = MonitorLog.start(LogLevel.WARNING, file, 120)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                logger.warn("{}", text);
                return Files.exists(file.resolveSibling("db_monitor.log.5"));
            });
            String oldest = Files.readString(file.resolveSibling("db_monitor.log.5"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                logger.warn("{}{}", text, text);
                return !Files.readString(file.resolveSibling("db_monitor.log.5"))
                        .equals(oldest);
            });
            log.reopen();
        }

        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "db_monitor.log",
                            "db_monitor.log.1",
                            "db_monitor.log.2",
                            "db_monitor.log.3",
                            "db_monitor.log.4",
                            "db_monitor.log.5");
        }
    }

    @Test
    void fileThatCannotBeWritten_isRefusedWithTheRemedy() throws Exception {
        Files.createDirectories(file);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> MonitorLog.start(LogLevel.INFO, file))
                .withMessageStartingWith("cannot write the log file " + file + ": ")
                .withMessageEndingWith("; give this user the right to write there, or name another by --log-file or"
                        + " DB_MONITOR_LOG_FILE");
    }
}
