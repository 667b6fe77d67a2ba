package io.dbvitals.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts towards the hourly limit. */
class BegunTest {
    private static final Instant NOW = Instant.parse("2024-01-15T10:30:45Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("audit.jsonl");
    }

    @Test
    void actionsOfRulesCount_onThatTarget_withinTheHour() throws Exception {
        assertThat(log(Duration.ZERO).lastHour("shop")).as("no file yet").isZero();
        begin(Duration.ofMinutes(-61), "shop", "watch");
        begin(Duration.ofHours(-1), "shop", "watch").end(AuditOutcome.DONE, "");
        begin(Duration.ofMinutes(-5), "shop", "cleanup");
        begin(Duration.ofMinutes(-5), "pay", "cleanup");
        begin(Duration.ofMinutes(-5), "shop", "emergency");
        log(Duration.ZERO).event(AuditEntry.of("capped", "shop").with(AuditField.MODE, "watch"));
        assertThat(log(Duration.ZERO).lastHour("shop")).isEqualTo(2);
    }

    @Test
    void targetIsComparedAsItIsWritten_andNoTextPassesForAMode() throws Exception {
        String name = "a\"b\n";
        begin(Duration.ZERO, name, "watch");
        log(Duration.ZERO)
                .begin(AuditEntry.of("cancel", name)
                        .with(AuditField.MODE, "emergency")
                        .with(AuditField.DETAIL, ",\"mode\":\"watch\""));
        assertThat(log(Duration.ZERO).lastHour(name)).isEqualTo(1);
    }

    @Test
    void longLog_isReadFromItsEnd_asFarAsTheHourGoes() throws Exception {
        begin(Duration.ofMinutes(-90), "shop", "watch");
        for (int i = 0; i < 300; i++) {
            begin(Duration.ofMinutes(-59), "shop", "watch");
        }
        assertThat(Files.size(file)).isGreaterThan(64 << 10);
        assertThat(log(Duration.ZERO).lastHour("shop")).isEqualTo(300);
    }

    @Test
    void renamedLog_counts() throws Exception {
        begin(Duration.ofMinutes(-30), "shop", "watch");
        Path renamed = Files.move(file, folder.resolve("audit.jsonl.1"));
        Files.setLastModifiedTime(renamed, FileTime.from(NOW.minus(Duration.ofMinutes(30))));
        begin(Duration.ofMinutes(-10), "shop", "watch");
        assertThat(log(Duration.ZERO).lastHour("shop")).isEqualTo(2);
    }

    @Test
    void logThatCannotBeRead_isAnError() throws Exception {
        Files.createDirectory(file);
        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> log(Duration.ZERO).lastHour("shop"))
                .withMessageContaining("cannot read the audit log " + file);
    }

    private Pending begin(Duration from, String target, String mode) throws AuditException {
        return log(from).begin(AuditEntry.of("cancel", target).with(AuditField.MODE, mode));
    }

    private AuditLog log(Duration from) {
        return new AuditLog(file, Clock.fixed(NOW.plus(from), ZoneOffset.UTC));
    }
}
