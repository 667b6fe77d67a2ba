package io.dbvitals.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real MariaDB server on a free port of the loopback address; stopped when closed. */
public final class MariaDb implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Program program;
    private final int port;

    private MariaDb(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * Starts a server whose administrator has no password.
     *
     * @param server the program mariadbd
     * @param installer the program mariadb-install-db
     * @param folder new folder for all that it writes
     * @param settings options of mariadbd
     */
    public static MariaDb start(Path server, Path installer, Path folder, List<String> settings)
            throws DemoException, InterruptedException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DemoException("the folder of MariaDB cannot be made", e);
        }
        List<String> files = new ArrayList<>(List.of("--no-defaults", "--datadir=" + folder.resolve("data")));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to be root unless told to.
            files.add("--user=root");
        }
        List<String> install = new ArrayList<>(List.of(installer.toString()));
        install.addAll(files);
        install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        String unused = Program.run("mariadb-install-db", install, folder.resolve("install.log"));

        int port = ExporterProcess.freePort();
        List<String> start = new ArrayList<>(List.of(server.toString()));
        start.addAll(files);
        start.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid")));
        start.addAll(settings);
        MariaDb started = new MariaDb(Program.start("MariaDB", start, Map.of(), folder.resolve("mariadb.log")), port);
        started.awaitAnswer();
        return started;
    }

    /** A connection as administrator; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://localhost:" + port + "/", "root", "");
    }

    public int port() {
        return port;
    }

    public long pid() {
        return program.pid();
    }

    @Override
    public void close() {
        program.close();
    }

    private void awaitAnswer() throws DemoException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException e) {
                if (program.endedWithin(PAUSE) || System.nanoTime() - start > START.toNanos()) {
                    program.close();
                    throw program.failure("did not start (" + e.getMessage() + ")");
                }
            }
        }
    }
}
