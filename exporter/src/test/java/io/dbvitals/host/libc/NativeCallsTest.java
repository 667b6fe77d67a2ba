package io.dbvitals.host.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.host.filesystem.Space;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCallsTest {
    @TempDir
    Path folder;

    @Test
    void spaceAndFiles_areThoseOfTheFileSystem() throws IOException {
        assumeThat(System.getProperty("os.name")).startsWith("Linux");

        Space space = new NativeCalls(true).space(folder.toString());

        assertThat(space.size()).isEqualTo((double) folder.toFile().getTotalSpace());
        assertThat(space.free()).isBetween(space.available(), space.size());
        assertThat(space.files()).isPresent();
        assertThat(space.filesFree().orElseThrow())
                .isLessThanOrEqualTo(space.files().orElseThrow());
    }

    @Test
    void whatIsNotThere_isNamedAsTheKernelDoes() {
        assertThatThrownBy(() -> new NativeCalls(true).space("/no/such/place"))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file or directory");
    }

    @Test
    void clock_ticks() throws IOException {
        assumeThat(System.getProperty("os.name")).startsWith("Linux");

        ClockState clock = new NativeCalls(true).clock();

        assertThat(clock.tick()).isBetween(9000L, 11000L);
        assertThat(clock.maxError()).isNotNegative();
    }

    @Test
    void libraryThatCannotBeLoaded_leavesWhatJavaKnows() throws IOException {
        AtomicInteger tried = new AtomicInteger();
        NativeCalls calls = new NativeCalls(() -> {
            tried.incrementAndGet();
            throw new UnsatisfiedLinkError("read-only file system");
        });

        assertThat(calls.hopeless()).as("before it was tried").isFalse();
        assertThat(calls.possible()).isFalse();
        assertThat(calls.hopeless()).isTrue();
        assertThat(calls.space(folder.toString()).size()).isGreaterThan(0);
        assertThat(calls.space(folder.toString()).files()).isEmpty();
        assertThatThrownBy(calls::clock).isInstanceOf(IOException.class);
        assertThat(tried).hasValue(1);
    }

    @Test
    void callsThatAreNotAllowed_areNotMade() throws IOException {
        NativeCalls calls = new NativeCalls(false);

        assertThat(calls.hopeless()).isTrue();
        assertThat(calls.possible()).isFalse();
        assertThat(calls.space(folder.toString()).files()).isEmpty();
    }
}
