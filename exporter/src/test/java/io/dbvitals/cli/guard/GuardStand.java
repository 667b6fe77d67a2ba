package io.dbvitals.cli.guard;

import io.dbvitals.cli.Commands;
import io.dbvitals.guard.postgres.Crowd;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with a crowd, a guard that may end sessions on it after a second, and the command line; of one test, or registered for all of a
 * class.
 */
final class GuardStand implements AfterEachCallback, AfterAllCallback, AutoCloseable {
    /** Of all rules; so that the round does not take long. */
    static final int AGE = 1500;

    private static final String RULES = """
              rules:
                blocked: {min_age: 1s}
                idle_in_transaction: {min_age: 1s}
                long_queries: {min_age: 1s}
                connections: off
                connections_ratio: off
            """;

    final TestServer server;
    final Crowd crowd;
    final Path folder;
    final Path audit;

    private GuardStand(TestServer server) {
        this.server = server;
        this.crowd = new Crowd(server);
        this.folder = TestFolder.create("dbvitals-guard-");
        this.audit = folder.resolve("guard-audit.jsonl");
    }

    /** The monitoring role may see and end sessions. */
    static GuardStand start(int major, Map<String, String> settings) {
        TestServer server = TestServer.start(major, settings);
        server.execute("GRANT pg_signal_backend TO dbvitals");
        return new GuardStand(server);
    }

    /**
     * What a command has answered.
     *
     * @param code its exit code
     */
    record Answer(int code, String out, String err) {
        /** What was done, in its order: the first two words of each line about it, as {@code cancel 4242}. */
        List<String> deeds() {
            return out.lines()
                    .map(line -> line.replaceFirst("^shop: ", ""))
                    .filter(line -> line.matches("(cancel|terminate) \\d+ .*"))
                    .map(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)))
                    .toList();
        }
    }

    /** The command line with the standard rules, each from a second on. */
    Answer run(String... arguments) {
        return with("", RULES, arguments);
    }

    /** The same; {@code keys} of {@code guard:}, such as {@code protect: {users: [app]}}. */
    Answer run(List<String> keys, String... arguments) {
        return with("  " + String.join("\n  ", keys) + "\n", RULES, arguments);
    }

    /** With those lines below {@code guard:} and those rules. */
    Answer with(String keys, String rules, String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--config", config(keys, rules)))
                .toArray(String[]::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Commands.run(all);
            return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }

    /** Writes the configuration, and gives its path. */
    String config(String keys, String rules) {
        String text = "targets:\n" + server.target("shop", "postgres", "")
                + "guard:\n  enabled: true\n  audit_file: guard-audit.jsonl\n  cool_down: 50ms\n" + keys + rules;
        try {
            return Files.writeString(folder.resolve("dbvitals.yaml"), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String standardRules() {
        return RULES;
    }

    /** What the server shows of a process, without what changes by itself; empty: it is gone. */
    String trace(long pid) {
        return server.ask("SELECT backend_start || ' ' || coalesce(query_start::text, '') || ' ' || coalesce(state, '')"
                + " FROM pg_stat_activity WHERE pid = " + pid);
    }

    /** The monitoring role has its rights again, and nobody is there. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        server.execute("GRANT pg_monitor, pg_signal_backend TO dbvitals");
        clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    /** The crowd leaves, and the audit log begins anew. */
    void clear() throws Exception {
        crowd.leave();
        for (File file : Optional.ofNullable(folder.toFile().listFiles()).orElseThrow()) {
            Files.delete(file.toPath());
        }
    }

    @Override
    public void close() throws Exception {
        try {
            crowd.leave();
        } finally {
            server.close();
        }
    }
}
