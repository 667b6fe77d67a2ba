package io.dbvitals.guard.emergency.fence;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** No door can be shut, because what was shut could not be kept in mind; the message names the file and the remedy. */
public final class FenceException extends Exception {
    private FenceException(String message) {
        super(message);
    }

    private FenceException(String message, Throwable cause) {
        super(message, cause);
    }

    static FenceException taken(Path file) {
        return new FenceException(
                file + " is in use: another emergency is under way, or fences are being restored; wait for it to end");
    }

    static FenceException unusable(Path file, IOException cause) {
        String reason = cause instanceof AccessDeniedException
                ? "permission denied"
                : cause instanceof NoSuchFileException ? "no such folder" : String.valueOf(cause.getMessage());
        return new FenceException(
                "cannot keep in " + file + " what is shut: " + reason
                        + "; make room, or give the right to write in its folder",
                cause);
    }

    static FenceException foreign(Path file) {
        return new FenceException(
                file + " holds something that the guard has not written; what is shut must be opened by"
                        + " hand, and the file removed");
    }
}
