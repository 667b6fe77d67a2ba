package io.dbvitals.cli.guard;

import io.dbvitals.cli.monitor.PidFileOption;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.emergency.Fences;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.process.MonitorException;
import io.dbvitals.guard.process.PidFile;
import io.dbvitals.guard.process.RunningMonitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the monitor that runs, and leaves nothing of it in force. */
@Command(
        name = "self-destruct",
        description = {
            "Stops the monitor that runs, as SIGTERM does; opens what an emergency left shut; removes the "
                    + "PID file and the files beside the audit log that say what is shut.",
            "The audit log and the configuration stay. It also works when the configuration is broken, but "
                    + "then opens nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it is gone, or did not run; 2 it does not end, or something is still shut; 3 it "
                    + "is not known which process it is or what is shut, or misuse.",
            "",
            "Examples:",
            "  dbvitals self-destruct --config /etc/dbvitals/dbvitals.yaml",
            "  dbvitals self-destruct --pid-file /run/dbvitals/dbvitals.pid"
        })
public final class SelfDestructCommand implements Callable<Integer> {
    /** An emergency that is under way puts everything back first. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private PidFileOption pidFile = new PidFileOption();

    @Override
    public Integer call() throws InterruptedException, ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Config> config = Optional.empty();
        String broken = "";
        try {
            config = Optional.of(options.read());
        } catch (ConfigException e) {
            broken = String.valueOf(e.getMessage());
        }
        Path file = pidFile.named(config.map(Config::guard)).orElse(PidFileOption.USUAL);
        int stopped = stop(file, out);
        if (config.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("dbvitals: what an emergency may have left shut is not known: " + broken);
            return Math.max(stopped, ExitCode.MISUSE);
        }
        try {
            int restored = Restoring.run(config.get(), out);
            if (restored == ExitCode.OK && stopped == ExitCode.OK) {
                for (Path left : Fences.files(config.get().guard().auditFile())) {
                    Files.deleteIfExists(left);
                }
            }
            return Math.max(stopped, restored);
        } catch (FenceException | IOException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        } finally {
            out.flush();
        }
    }

    private static int stop(Path file, PrintWriter out) throws InterruptedException, ConfigException {
        try {
            Optional<RunningMonitor> monitor = PidFile.read(file);
            if (monitor.isEmpty()) {
                out.println("no monitor runs: there is no PID file " + file);
                return ExitCode.OK;
            }
            if (!monitor.get().isAlive()) {
                monitor.get().forget();
                out.println("no monitor runs: " + monitor.get() + " has ended; its PID file " + file + " is removed");
                return ExitCode.OK;
            }
            if (!monitor.get().stop(PATIENCE)) {
                out.println(monitor.get() + " does not end within " + PATIENCE.toSeconds() + " s; kill -9 ends it");
                return ExitCode.CRITICAL;
            }
            monitor.get().forget();
            out.println("stopped " + monitor.get());
            return ExitCode.OK;
        } catch (MonitorException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
