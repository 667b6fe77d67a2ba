package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Page;
import io.dbvitals.demo.Scraper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One dbvitals that reads the server in a role of its own; stopped when closed. */
final class Reader implements AutoCloseable {
    private final VectorServer server;
    private final String role;
    private final ExporterProcess exporter;
    private final Scraper scraper = new Scraper();

    private Reader(VectorServer server, String role, ExporterProcess exporter) {
        this.server = server;
        this.role = role;
        this.exporter = exporter;
    }

    /**
     * Where the exporter's launcher is, and where it may write.
     *
     * @param folder for configurations and logs
     */
    record Place(Path launcher, Path folder) {}

    /**
     * Starts it.
     *
     * @param name of its role, too
     * @param vector the key of its target, in YAML's flow style
     */
    static Reader start(Place place, VectorServer server, String name, String database, String vector)
            throws DemoException {
        String role = server.createRole(name);
        Path config = place.folder().resolve(name + ".yaml");
        try {
            Files.writeString(config, server.target(database, role, vector));
        } catch (IOException e) {
            throw new DemoException("the configuration cannot be written", e);
        }
        int port = ExporterProcess.freePort();
        List<String> command =
                List.of(place.launcher().toString(), "serve", "--config=" + config, "--listen=127.0.0.1:" + port);
        ExporterProcess exporter = ExporterProcess.start(
                "dbvitals", command, Map.of(), port, place.folder().resolve(name + ".log"));
        return new Reader(server, role, exporter);
    }

    Page page() throws DemoException, InterruptedException {
        return exporter.awaitPage(scraper);
    }

    /** What its statements with this in their text have cost by now. */
    Cost cost(String text) throws DemoException {
        return Cost.of(server.sessions(), role, text);
    }

    /** What all of them have. */
    Cost cost() throws DemoException {
        return cost("");
    }

    String tail() {
        return exporter.tail();
    }

    @Override
    public void close() {
        exporter.close();
    }
}
