package io.dbvitals.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.file.Path;
import java.util.List;

/** A file system of which every question stays without answer, as that of a server which is gone: FUSE with nobody behind it. */
public final class HangingMount implements AutoCloseable {
    private static final int READ_WRITE = 2;
    private static final int DETACH = 2;

    private final LibC libc;
    private final int device;
    private final Path point;
    private boolean answered;

    private HangingMount(LibC libc, int device, Path point) {
        this.libc = libc;
        this.device = device;
        this.point = point;
    }

    /** What it needs of the C library. */
    public interface LibC extends Library {
        int open(String path, int flags) throws LastErrorException;

        int close(int file) throws LastErrorException;

        int mount(String source, String point, String type, NativeLong flags, String options) throws LastErrorException;

        int umount2(String point, int flags) throws LastErrorException;
    }

    /** Skips the test where that is not possible, as for others than the administrator, unless {@code services.required} names fuse. */
    public static HangingMount at(Path point) {
        try {
            LibC libc = Native.load("c", LibC.class);
            int device = libc.open("/dev/fuse", READ_WRITE);
            String options = "fd=" + device + ",rootmode=40000,user_id=0,group_id=0";
            libc.mount("hanging", point.toString(), "fuse", new NativeLong(0), options);
            return new HangingMount(libc, device, point);
        } catch (LastErrorException | LinkageError e) {
            assertThat(List.of(System.getProperty("services.required", "").split(",", -1)))
                    .as("a FUSE file system can be mounted: " + e)
                    .doesNotContain("fuse");
            assumeThat(false).as("a FUSE file system can be mounted: " + e).isTrue();
            throw e;
        }
    }

    /** From now on every question is answered by an error, also those that wait. */
    public void answerByError() {
        if (!answered) {
            answered = true;
            libc.close(device);
        }
    }

    @Override
    public void close() {
        answerByError();
        libc.umount2(point.toString(), DETACH);
    }
}
