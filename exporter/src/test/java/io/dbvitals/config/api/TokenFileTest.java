package io.dbvitals.config.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class TokenFileTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger(TokenFile.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private Path file;

    @BeforeEach
    void listen() {
        file = folder.resolve("token");
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    private void write(String text, String permissions) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void token_isTheTextWithoutItsLineEnd_andReadAnew() throws Exception {
        write(TOKEN + "\n", "rw-r-----");
        TokenFile token = new TokenFile(file);
        assertThat(token.digest()).hasValue(TokenFile.digest(TOKEN));
        assertThat(lines.list).isEmpty();

        write("another-0123456789", "rw-------");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(token.digest()).hasValue(TokenFile.digest("another-0123456789")));
        Files.delete(file);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(token.digest()).isEmpty());
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the token file " + file
                        + " cannot be read (NoSuchFileException); until then nobody gets in" + " by it");
    }

    @Test
    void fileOpenToAll_isAWarning() throws Exception {
        write(TOKEN, "rw-r--r--");
        assertThat(new TokenFile(file).digest()).isPresent();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "the token file " + file + " can be read by every user of this machine; chmod 0600 or 0640");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secret               | holds less than 16 characters; openssl rand -hex 32 makes a good token
            two words of a token | holds something else than letters, digits and ._~+/-; openssl rand -hex 32 makes a good token
            """)
    void weakToken_letsNobodyIn(String text, String why) throws Exception {
        write(text, "rw-------");
        assertThat(new TokenFile(file).digest()).isEmpty();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the token file " + file + " " + why + "; until then nobody gets in by it")
                .noneMatch(line -> line.contains(text));
    }

    @Test
    void longFile_isNotRead() throws Exception {
        write("a".repeat(5_000), "rw-------");
        assertThat(new TokenFile(file).digest()).isEmpty();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "the token file " + file + " is longer than 4096 bytes; write the token alone into it; until"
                                + " then nobody gets in by it");
    }
}
