package io.dbvitals.guard.audit;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A record could not be brought to disk, or none can be read; the message names the file, the cause and the remedy. */
public final class AuditException extends Exception {
    private AuditException(String message, Throwable cause) {
        super(message, cause);
    }

    static AuditException unwritable(Path file, Exception cause) {
        return new AuditException(
                "cannot write the audit log " + file + ": " + reason(cause)
                        + "; the guard does nothing without its record: make room or give the right to write, or set"
                        + " guard.audit_file",
                cause);
    }

    static AuditException unreadable(Path file, Exception cause) {
        return new AuditException("cannot read the audit log " + file + ": " + reason(cause), cause);
    }

    private static String reason(Exception cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
