package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Page;
import io.dbvitals.demo.bench.system.Launch;
import io.dbvitals.demo.bench.system.Watched;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exporter that is measured.
 *
 * @param name in the tables
 * @param systems that it reads
 */
record Subject(String name, Launch launch, List<Watched> systems) {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");

    Subject {
        systems = List.copyOf(systems);
    }

    /**
     * One dbvitals for all systems.
     *
     * @param folder for its configuration
     */
    static Subject dbvitals(Path launcher, List<Watched> systems, Path folder) throws DemoException {
        Path config = folder.resolve("dbvitals.yaml");
        try {
            Files.writeString(config, configuration(systems));
        } catch (IOException e) {
            throw new DemoException("the configuration cannot be written", e);
        }
        return new Subject(
                "dbvitals " + version(launcher),
                new Launch(List.of(launcher.toString(), "serve", "--config=" + config, "--listen="), Map.of()),
                systems);
    }

    /** The exporter that one system's users have today. */
    static Subject peer(Path program, Watched system) throws DemoException {
        String version = version(program);
        return new Subject(system.kind().peer() + " " + version, system.peer(program, version), List.of(system));
    }

    /** Starts it on a free port. */
    ExporterProcess start(Path log) throws DemoException {
        int port = ExporterProcess.freePort();
        return ExporterProcess.start(name, launch.listeningOn(port), launch.environment(), port, log);
    }

    /** That the page shows the systems alive; that of an exporter that cannot read is quick. */
    void check(Page page) throws DemoException {
        for (Watched system : systems) {
            system.kind().mustBeOn(page, name);
        }
    }

    static String configuration(List<Watched> systems) {
        StringBuilder text = new StringBuilder("targets:\n");
        for (Watched system : systems) {
            String key = system.kind().key();
            text.append("  - {name: ").append(key).append(", ").append(key);
            text.append(": ").append(system.target()).append("}\n");
        }
        return text.toString();
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
