package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Postgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exporter that is measured.
 *
 * @param name in the tables
 * @param program that is started
 * @param listen option that sets its port, followed by the address
 */
record Subject(String name, Path program, String listen) {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");

    static Subject dbvitals(Path launcher) throws DemoException {
        return new Subject("dbvitals " + version(launcher), launcher, "--listen");
    }

    static Subject postgresExporter(Path program) throws DemoException {
        return new Subject("postgres_exporter " + version(program), program, "--web.listen-address");
    }

    /** Starts it, watching one database as the role of dbvitals. */
    ExporterProcess start(Postgres postgres, String database, Path log) throws DemoException {
        int port = ExporterProcess.freePort();
        String url = postgres.url(database)
                        .replace("postgresql://", "postgresql://" + Postgres.ROLE + ":" + postgres.password() + "@")
                + "?sslmode=disable";
        return ExporterProcess.start(
                name,
                List.of(program.toString(), listen + "=127.0.0.1:" + port),
                Map.of("DATA_SOURCE_NAME", url),
                port,
                log);
    }

    private static String version(Path program) throws DemoException {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                String line = output.readLine();
                Matcher version = VERSION.matcher(line == null ? "" : line);
                return version.find() ? version.group() : "(version unknown)";
            }
        } catch (IOException e) {
            throw new DemoException(program + " cannot be started", e);
        }
    }
}
