package io.dbvitals.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @TempDir
    Path folder;

    @Test
    void literal_masksItself() throws ConfigException {
        Secret secret = new Secret.Literal("pw");
        assertThat(secret.read()).isEqualTo("pw");
        assertThat(secret).hasToString("***");
        assertThat(Secret.NONE).hasToString("");
    }

    @Test
    void file_isReadAnewWithoutItsLineEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("pw"), "one\r\n");
        Secret secret = new Secret.File(file);
        assertThat(secret.read()).isEqualTo("one");
        Files.writeString(file, " two");
        assertThat(secret.read()).isEqualTo(" two");
        Files.delete(file);
        assertThatThrownBy(secret::read)
                .hasMessage("the password file " + file + " cannot be read: NoSuchFileException");
    }

    @Test
    void command_isRunAnewAndShowsItsFirstWordOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("pw"), "one\n");
        Secret secret = new Secret.Command(List.of("/bin/sh", "-c", "cat " + file));
        assertThat(secret.read()).isEqualTo("one");
        Files.writeString(file, "two\n");
        assertThat(secret.read()).isEqualTo("two");
        assertThat(secret).hasToString("/bin/sh …");
    }

    @Test
    void failingCommand_isNamed() {
        assertThatThrownBy(() -> new Secret.Command(List.of("/bin/sh", "-c", "echo hidden; exit 3")).read())
                .hasMessage("the password command /bin/sh ended with status 3");
        assertThatThrownBy(() -> new Secret.Command(List.of("/no/such")).read())
                .hasMessage("the password command /no/such cannot be started");
    }
}
