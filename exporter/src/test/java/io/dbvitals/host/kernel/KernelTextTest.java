package io.dbvitals.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.HostConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTextTest {
    private final KernelText text = new KernelText();

    @TempDir
    Path folder;

    private File file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content).toFile();
    }

    @Test
    void linesAndFields_areFound() throws Exception {
        text.need(file("cpu  1 -2\n\n  eth0: 3\t4\nlast"));

        assertThat(text.line()).isTrue();
        assertThat(text.field()).isTrue();
        assertThat(text.is("cpu")).isTrue();
        assertThat(text.is("cp")).isFalse();
        text.field();
        assertThat(text.number()).isEqualTo(1);
        text.field();
        assertThat(text.number()).isEqualTo(-2);
        assertThat(text.field()).isFalse();
        assertThat(text.line()).isTrue();
        assertThat(text.field()).isFalse();
        assertThat(text.line()).isTrue();
        assertThat(text.upTo(':')).isTrue();
        assertThat(text.text()).isEqualTo("eth0");
        assertThat(text.rest()).isEqualTo("3\t4");
        assertThat(text.field(2)).isTrue();
        assertThat(text.number()).isEqualTo(4);
        assertThat(text.line()).isTrue();
        assertThat(text.line()).isFalse();
    }

    @Test
    void largeNumbers_areUnsigned() throws Exception {
        text.need(file("18446744073709551615 0.25 ffffffffffffffff 0x1f"));
        text.line();
        text.field();
        assertThat(text.number()).isEqualTo(0x1p64);
        text.field();
        assertThat(text.number()).isEqualTo(0.25);
        text.field();
        assertThat(text.hex()).isEqualTo(0x1p64);
        text.field();
        assertThat(text.hex()).isEqualTo(31);
    }

    @Test
    void whatIsNoNumber_isNamedWithItsFile() throws Exception {
        File file = file("1x - abc");
        text.need(file);
        text.line();
        for (int i = 0; i < 3; i++) {
            text.field();
            assertThatThrownBy(text::number)
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DATA))
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void longFiles_areReadWhole() throws Exception {
        text.need(file("a 1\n".repeat(5000)));
        int lines = 0;
        while (text.line()) {
            lines++;
        }
        assertThat(lines).isEqualTo(5000);
    }

    @Test
    void filesThatAreNotThere_areToldFromThoseThatCannotBeRead() throws Exception {
        assertThat(text.load(folder.resolve("none").toFile())).isFalse();
        assertThatThrownBy(() -> text.load(folder.toFile())).isInstanceOf(CollectException.class);
        assertThat(text.attribute(folder.toFile())).isFalse();
        assertThat(text.attribute(file("\n"))).isFalse();
    }

    @Test
    void pageSize_isWhatTheKernelTold() throws Exception {
        ByteBuffer pairs = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        pairs.putLong(16).putLong(1).putLong(6).putLong(65536);
        Files.createDirectories(folder.resolve("self"));
        Files.write(folder.resolve("self/auxv"), pairs.array());

        HostConfig.Paths paths = new HostConfig.Paths(folder, folder, folder, folder);
        assertThat(new PageSize(new Roots(paths)).bytes()).isEqualTo(65536);
        assertThat(new PageSize(new Roots(HostConfig.Paths.DEFAULT)).bytes()).isIn(4096L, 16384L, 65536L);
    }
}
