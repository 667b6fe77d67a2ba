package io.dbvitals.guard.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes to a log, in several ways. */
final class AuditWriter {
    private AuditWriter() {}

    /** FILE, what to do, and for some how often. */
    public static void main(String[] args) throws IOException {
        AuditLog log = new AuditLog(Path.of(args[0]), Clock.systemUTC());
        try {
            switch (args[1]) {
                case "begin" -> {
                    log.begin(entry(4242));
                    System.out.println("begun");
                    System.out.flush();
                    // Until it is killed, or its parent is.
                    if (System.in.read() < 0) {
                        return;
                    }
                }
                case "times" -> actions(log, Integer.parseInt(args[2]));
                default -> throw new IllegalArgumentException(args[1]);
            }
        } catch (AuditException e) {
            System.out.println(e.getMessage());
        }
    }

    static void actions(AuditLog log, int times) throws AuditException {
        for (int i = 0; i < times; i++) {
            log.begin(entry(i)).end(AuditOutcome.DONE, "t");
        }
    }

    static AuditEntry entry(long pid) {
        return AuditEntry.of("terminate", "primary").with(AuditField.PID, pid);
    }

    /** To be put behind what limits it. */
    static List<String> command(Path file, String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                AuditWriter.class.getName(),
                file.toString()));
        command.addAll(List.of(what));
        return command;
    }
}
