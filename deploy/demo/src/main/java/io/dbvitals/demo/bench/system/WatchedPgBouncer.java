package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** PgBouncer with twenty databases, none of which has a client. */
final class WatchedPgBouncer implements Watched {
    private static final int DATABASES = 20;
    private static final String ROLE = "stats";
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Program program;
    private final int port;
    private final String password;

    private WatchedPgBouncer(Program program, int port, String password) {
        this.program = program;
        this.port = port;
        this.password = password;
    }

    static WatchedPgBouncer start(Path program, Path folder) throws DemoException, InterruptedException {
        int port = ExporterProcess.freePort();
        String password = UUID.randomUUID().toString();
        Path settings = folder.resolve("pgbouncer.ini");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("users.txt"), "\"" + ROLE + "\" \"" + password + "\"\n");
            Files.writeString(settings, settings(port, folder));
        } catch (IOException e) {
            throw new DemoException("the configuration of PgBouncer cannot be written", e);
        }
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to be root; in a namespace of its own it is nobody who may still read these files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.toString(), settings.toString()));
        WatchedPgBouncer started = new WatchedPgBouncer(
                Program.start("PgBouncer", command, Map.of(), folder.resolve("output.log")), port, password);
        started.awaitAnswer();
        return started;
    }

    private static String settings(int port, Path folder) {
        StringBuilder text = new StringBuilder("[databases]\n");
        for (int i = 0; i < DATABASES; i++) {
            text.append("app").append(i).append(" = host=127.0.0.1 port=5432 dbname=app\n");
        }
        return text + """
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = md5
                auth_file = %s
                stats_users = %s
                pool_mode = transaction
                ignore_startup_parameters = extra_float_digits
                """.formatted(port, folder.resolve("users.txt"), ROLE);
    }

    private void awaitAnswer() throws DemoException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (program.endedWithin(PAUSE) || System.nanoTime() - start > START.toNanos()) {
                    program.close();
                    throw program.failure("did not start");
                }
            }
        }
    }

    @Override
    public Kind kind() {
        return Kind.PGBOUNCER;
    }

    /** Its databases stand in its configuration. */
    @Override
    public void fill() {}

    @Override
    public String description() {
        return "PgBouncer with " + DATABASES + " databases";
    }

    @Override
    public String target() {
        return "{url: \"postgresql://127.0.0.1:" + port + "/pgbouncer\", user: " + ROLE + ", password: \"" + password
                + "\"}";
    }

    @Override
    public Launch peer(Path exporter, String version) {
        String url = "postgres://" + ROLE + ":" + password + "@127.0.0.1:" + port + "/pgbouncer?sslmode=disable";
        return new Launch(
                List.of(exporter.toString(), "--web.listen-address="),
                Map.of("PGBOUNCER_EXPORTER_CONNECTION_STRING", url));
    }

    @Override
    public double cpuMillis() throws DemoException {
        return ProcessCost.cpuMillis(program.pid());
    }

    @Override
    public void close() {
        program.close();
    }
}
