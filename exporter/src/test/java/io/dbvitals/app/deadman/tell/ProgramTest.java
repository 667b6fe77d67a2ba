package io.dbvitals.app.deadman.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private static final News NEWS = new News(
            true,
            "Watchdog",
            Optional.of(Instant.parse("2026-01-01T12:00:00Z")),
            Optional.of(Duration.ofSeconds(312)),
            Optional.empty());

    @TempDir
    private Path folder;

    @Test
    void program_isToldByEnvironmentAndInput_withoutAShell() throws Exception {
        Path told = folder.resolve("told");
        Path script =
                script("cat > " + told + "; echo \"$1 $DEADMAN_STATUS $DEADMAN_ALERT $DEADMAN_LAST_SEEN\" >> " + told);
        new Program(List.of(script.toString(), "$HOME;id"), Duration.ofSeconds(30)).tell(NEWS);
        assertThat(Files.readString(told)).isEqualTo(NEWS.json() + "$HOME;id dead Watchdog 2026-01-01T12:00:00Z\n");
    }

    @Test
    void failure_isNamed() throws Exception {
        Path script = script("exit 7");
        assertThatThrownBy(() -> program(script.toString(), 30).tell(NEWS))
                .isInstanceOf(IOException.class)
                .hasMessage("it ended with status 7");
        Path endless = script("sleep 600");
        assertThatThrownBy(() -> program(endless.toString(), 1).tell(NEWS))
                .hasMessage("it did not end within 1 s and was killed");
        assertThatThrownBy(() -> program("/none/such", 1).tell(NEWS)).hasMessageContaining("/none/such");
        assertThat(program("/none/such", 1).name()).isEqualTo("the program /none/such");
    }

    private static Program program(String file, int seconds) {
        return new Program(List.of(file), Duration.ofSeconds(seconds));
    }

    private Path script(String text) throws IOException {
        Path script = Files.writeString(Files.createTempFile(folder, "page", ".sh"), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
