package io.dbvitals.host.libc;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.dbvitals.host.filesystem.Space;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;

/** Calls of the C library on Linux with 64 bits, where glibc and musl lay out these structures alike. */
final class LibC {
    private static final int STATVFS_BYTES = 256;
    private static final int TIMEX_BYTES = 256;
    private static final int TIME_ERROR = 5;
    private static final int STALE = 116;

    private LibC() {}

    /**
     * Loads the native library.
     *
     * @throws LinkageError where it cannot be loaded or has no such functions
     */
    static LibC load() {
        if (Native.LONG_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("it has no layout for 32 bits");
        }
        Native.register(LibC.class, NativeLibrary.getProcess());
        return new LibC();
    }

    private static native int statvfs(String path, Pointer into) throws LastErrorException;

    private static native int adjtimex(Pointer into) throws LastErrorException;

    private static native String strerror(int number);

    Space space(String path) throws IOException {
        try (Memory into = new Memory(STATVFS_BYTES)) {
            statvfs(path, into);
            double block = into.getLong(8);
            return new Space(
                    block * into.getLong(16),
                    block * into.getLong(24),
                    block * into.getLong(32),
                    OptionalDouble.of(unsigned(into.getLong(40))),
                    OptionalDouble.of(unsigned(into.getLong(48))));
        } catch (LastErrorException e) {
            throw new IOException(said(e.getErrorCode()), e);
        }
    }

    ClockState clock() throws IOException {
        try (Memory into = new Memory(TIMEX_BYTES)) {
            into.clear();
            int state = adjtimex(into);
            return new ClockState(
                    state != TIME_ERROR,
                    into.getLong(8),
                    into.getLong(16),
                    into.getLong(24),
                    into.getLong(32),
                    into.getInt(40),
                    into.getLong(48),
                    into.getLong(88),
                    into.getLong(96),
                    into.getLong(104),
                    into.getInt(112),
                    into.getLong(120),
                    into.getLong(128),
                    into.getLong(136),
                    into.getLong(144),
                    into.getLong(152),
                    into.getInt(160));
        } catch (LastErrorException e) {
            throw new IOException(said(e.getErrorCode()), e);
        }
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    /** In the words that node_exporter has for it. */
    private static String said(int error) {
        if (error == STALE) {
            return "stale NFS file handle";
        }
        String said = strerror(error);
        return said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
    }
}
