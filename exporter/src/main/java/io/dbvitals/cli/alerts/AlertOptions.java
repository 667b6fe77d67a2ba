package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.api.alerts.AlertDesk;
import io.dbvitals.app.alerts.Desk;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.config.Config;
import io.dbvitals.config.alerting.AlertingReader;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the alerts are kept that a command is about, and how it answers. */
final class AlertOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "Configuration file, whose block \"alerting\" says where alerts are kept.",
                "Default: dbvitals.yaml here, then /etc/dbvitals/dbvitals.yaml; with --alertmanager none is needed."
            })
    private @Nullable Path file;

    @Option(
            names = "--alertmanager",
            paramLabel = "URL",
            description =
                    "Alertmanager, instead of alerting.alertmanagers. May be repeated for members of one cluster.")
    private List<String> alertmanagers = List.of();

    @Option(names = "--prometheus", paramLabel = "URL", description = "Prometheus, instead of alerting.prometheus.")
    private @Nullable String prometheus;

    @Option(
            names = "--audit-file",
            paramLabel = "FILE",
            description = "Audit log, in which each change is put before it is made. Default: guard.audit_file.")
    private @Nullable Path auditFile;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.", defaultValue = "text")
    private Format format = Format.TEXT;

    /** What a command does. */
    interface Work {
        int on(AlertDesk desk) throws AlertingException, ConfigException, InterruptedException;
    }

    boolean json() {
        return format == Format.JSON;
    }

    /** Does it, and says what kept it from being done. */
    int run(CommandSpec spec, Work work) throws ConfigException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return work.on(desk());
        } catch (AlertingException e) {
            spec.commandLine().getErr().println("dbvitals: " + Texts.plain(message(e)));
            return switch (e.reason()) {
                case REFUSED, UNKNOWN, NOT_CONFIGURED -> ExitCode.MISUSE;
                case UNREACHABLE, DENIED, BROKEN, UNRECORDED -> ExitCode.CRITICAL;
            };
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
        }
    }

    /** Who asks, for the silence and the audit log. */
    static String actor() {
        return System.getProperty("user.name", "unknown");
    }

    private static String message(AlertingException e) {
        return e.getMessage() + (e.reason() == Reason.NOT_CONFIGURED ? "; or use --alertmanager and --prometheus" : "");
    }

    private AlertDesk desk() throws ConfigException {
        Config config = ConfigLoader.ofProcess().find(Optional.ofNullable(file)).orElseGet(Config::nothing);
        return new Desk(
                config.alerting().at(prometheus(config), alertmanagers(config)),
                Optional.ofNullable(auditFile).orElse(config.guard().auditFile()),
                Clock.systemUTC());
    }

    private Optional<URI> prometheus(Config config) throws ConfigException {
        return prometheus == null
                ? config.alerting().prometheus()
                : Optional.of(AlertingReader.address("--prometheus", prometheus));
    }

    private List<URI> alertmanagers(Config config) throws ConfigException {
        List<URI> addresses = new ArrayList<>();
        for (String text : alertmanagers) {
            addresses.add(AlertingReader.address("--alertmanager", text));
        }
        return addresses.isEmpty() ? config.alerting().alertmanagers() : addresses;
    }
}
