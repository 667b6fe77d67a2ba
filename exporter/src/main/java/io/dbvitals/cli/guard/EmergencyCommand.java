package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.emergency.Cleared;
import io.dbvitals.app.guard.emergency.Emergencies;
import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.emergency.EmergencyReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everybody out. */
@Command(
        name = "emergency-shutdown",
        description = {
            "Clears a database server of all clients that are not protected (superusers, replication, "
                    + "backups, maintenance, dbvitals, and guard.protect), ten at a time with a look in between, "
                    + "behind a fence that keeps them from coming back meanwhile; the fence is opened at the end.",
            "What is done is put on record in guard.audit_file. Limits on the number of actions do not " + "count."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Fences: connection_limit sets that of each database to 0 (its owner may, or a function of "
                    + "scripts/create_postgres_fence.sql), pgbouncer disables the databases of the PgBouncer targets, "
                    + "none: clients may come back at once. What a killed emergency left shut opens `dbvitals guard "
                    + "restore`.",
            "",
            "It needs guard.enabled: true in the configuration, or, where there is no file, DB_MONITOR_GUARD=on. On a server that "
                    + "takes no more connections a monitor that runs already gets through: send it SIGUSR1.",
            "",
            "Exit codes: 0 all who may go are gone, 1 they are, but without the fence that was wanted, 2 "
                    + "some are left, a server does not answer, or a fence is still shut, 3 a right is missing, it was "
                    + "not confirmed, or misuse.",
            "",
            "Examples:",
            "  dbvitals emergency-shutdown --target primary",
            "  dbvitals emergency-shutdown --target primary --fence pgbouncer --yes"
        })
public final class EmergencyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Which; needed where the guard looks at more than one.")
    private @Nullable String target;

    @Option(
            names = "--fence",
            paramLabel = "FENCE",
            description = "none, connection_limit or pgbouncer. Default: guard.fence.")
    private @Nullable Fence fence;

    @Option(names = "--yes", description = "Do not ask for the target's name.")
    private boolean yes;

    @Override
    public Integer call() throws ConfigException {
        Config config = options.read();
        config.guard().requireOn();
        try (Guarded chosen = chosen(config)) {
            Fence wanted = Optional.ofNullable(fence).orElse(config.guard().fence());
            if (!yes) {
                confirm(chosen, wanted);
            }
            return clear(config, chosen, wanted);
        }
    }

    private Guarded chosen(Config config) throws ConfigException {
        List<Guarded> all = Guarded.of(config, List.of());
        List<String> names = all.stream().map(Guarded::name).toList();
        if (all.isEmpty()) {
            throw new ConfigException("the guard looks at no target; see guard.targets");
        }
        if (target == null && all.size() > 1) {
            throw new ConfigException("which? Give --target, one of " + String.join(", ", names));
        }
        return all.stream()
                .filter(each -> target == null || each.name().equals(target))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "there is no target \"" + target + "\"; there are " + String.join(", ", names)));
    }

    private void confirm(Guarded chosen, Fence wanted) throws ConfigException {
        PrintWriter err = spec.commandLine().getErr();
        err.println("This ends all sessions of clients on " + Texts.plain(chosen.name()) + " ("
                + chosen.server().address() + ") that are not protected; fence: "
                + wanted.name().toLowerCase(Locale.ROOT) + ".");
        err.print("Type the name of the target to go on: ");
        err.flush();
        String answer = answer();
        if (!answer.equals(chosen.name())) {
            throw new ConfigException("not confirmed; nothing was done");
        }
    }

    private static String answer() throws ConfigException {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new ConfigException("the confirmation cannot be read; give --yes", e);
        }
    }

    private int clear(Config config, Guarded chosen, Fence wanted) {
        PrintWriter out = spec.commandLine().getOut();
        Emergencies emergencies = new Emergencies(config);
        // What was shut is opened before the process ends.
        Signals.on("TERM", emergencies::cut);
        Signals.on("INT", emergencies::cut);
        Cleared cleared = emergencies.clear(
                chosen,
                wanted,
                System.getProperty("user.name", "unknown"),
                new EmergencyProgress(chosen.name(), out, spec.commandLine().getErr()));
        if (cleared.report().isEmpty()) {
            spec.commandLine().getErr().println("dbvitals: " + Texts.plain(cleared.failure()));
            return cleared.reachable() ? ExitCode.MISUSE : ExitCode.CRITICAL;
        }
        cleared.lines().forEach(line -> out.println(Texts.plain(chosen.name()) + ": " + line));
        out.flush();
        return code(cleared.report().get(), cleared.fenced());
    }

    private static int code(EmergencyReport report, boolean fenced) {
        if (!report.denied().isEmpty() || !report.missing().isEmpty()) {
            return ExitCode.MISUSE;
        }
        if (!report.cleared() || !report.restored()) {
            return ExitCode.CRITICAL;
        }
        return fenced ? ExitCode.OK : ExitCode.WARNING;
    }
}
