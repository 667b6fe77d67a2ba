package io.dbvitals.cli;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What is said when a command could not do its work, and the exit code 3 for it: no fault of ours may look like a warning. Who asked as
 * a monitoring system does gets it as a plugin says it, on standard output.
 */
final class Complaints {
    private static final String FORMAT = "--format";
    private static final String PLUGIN = "nagios";

    private final boolean plugin;

    private Complaints(boolean plugin) {
        this.plugin = plugin;
    }

    static Complaints of(String... arguments) {
        List<String> all = List.of(arguments);
        boolean plugin = !all.isEmpty() && all.get(0).equals("check");
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith(FORMAT + "=")) {
                plugin = isPlugin(all.get(i).substring(FORMAT.length() + 1));
            } else if (all.get(i).equals(FORMAT) && i + 1 < all.size()) {
                plugin = isPlugin(all.get(i + 1));
            }
        }
        return new Complaints(plugin);
    }

    private static boolean isPlugin(String format) {
        return format.toLowerCase(Locale.ROOT).startsWith(PLUGIN);
    }

    /** The arguments are wrong. */
    int misuse(ParameterException failure) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        say(line, String.valueOf(failure.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.MISUSE;
    }

    /** The configuration is wrong, or we are: then the trace of it follows. */
    int failure(Throwable failure, CommandLine line) {
        if (failure instanceof ConfigException) {
            say(line, String.valueOf(failure.getMessage()));
        } else {
            say(line, "internal fault: " + failure);
            failure.printStackTrace(line.getErr());
        }
        return ExitCode.MISUSE;
    }

    private void say(CommandLine line, String message) {
        line.getErr().println("dbvitals: " + message);
        if (plugin) {
            String service = line.getCommandSpec().qualifiedName("_").replace('-', '_');
            line.getOut().println(PluginOutput.unknown(service, message).render());
            line.getOut().flush();
        }
        line.getErr().flush();
    }
}
