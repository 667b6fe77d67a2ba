package io.dbvitals.host.libc;

import io.dbvitals.host.filesystem.Space;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of the C library, where they are allowed and can be made; where not, the rest goes on without. */
public final class NativeCalls {
    private static final Logger logger = LoggerFactory.getLogger(NativeCalls.class);

    private final Loader loader;
    private boolean tried;
    private @Nullable LibC libc;

    /** Loads nothing before it is asked. */
    public NativeCalls(boolean allowed) {
        this(LibC::load);
        this.tried = !allowed;
    }

    NativeCalls(Loader loader) {
        this.loader = loader;
    }

    /** Throws where it cannot be. */
    interface Loader {
        LibC load();
    }

    /** Whether it is known that they cannot be made; loads nothing to find out, which takes a tenth of a second. */
    public synchronized boolean hopeless() {
        return tried && libc == null;
    }

    public boolean possible() {
        return get().isPresent();
    }

    /** How much fits into the file system there; may take for ever. */
    public Space space(String path) throws IOException {
        Optional<LibC> calls = get();
        return calls.isPresent() ? calls.get().space(path) : Space.ofJava(path);
    }

    /**
     * How the kernel keeps its clock.
     *
     * @throws IOException also where calls are not possible
     */
    public ClockState clock() throws IOException {
        return get().orElseThrow(() -> new IOException("native calls are off")).clock();
    }

    private synchronized Optional<LibC> get() {
        if (!tried) {
            tried = true;
            try {
                libc = loader.load();
            } catch (LinkageError | RuntimeException e) {
                logger.warn(
                        "no native library, so node_filesystem_files* and node_timex_* are left out ({}). JNA needs a folder"
                                + " that can be written and run from: set -Djna.tmpdir=DIR, or native: false to"
                                + " say that this is meant",
                        e.toString());
            }
        }
        return Optional.ofNullable(libc);
    }
}
