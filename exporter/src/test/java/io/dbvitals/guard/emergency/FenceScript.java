package io.dbvitals.guard.emergency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The script that lets the monitoring role set connection limits of databases that it does not own. */
final class FenceScript {
    private FenceScript() {}

    static String[] statements() throws IOException {
        String script = Files.readString(Path.of("..", "scripts", "create_postgres_fence.sql"))
                .replaceAll("(?m)^--.*$", "");
        return Stream.of(script.split("(?m);$"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new);
    }
}
