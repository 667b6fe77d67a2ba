package io.dbvitals.cli.guard;

import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads what the guard has put on record. */
@Command(
        name = "audit",
        description = "Reads what the guard has put on record.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "verify",
        footer = {"", "Example:", "  dbvitals guard audit verify"})
final class AuditCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "verify",
            description = {
                "Says whether the audit log is whole: no record changed, none missing, no action without its "
                        + "outcome (as of a guard that was killed amid one).",
                "Reads only."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 it is whole, 2 it is not, 3 it cannot be read.",
                "",
                "Examples:",
                "  dbvitals guard audit verify",
                "  dbvitals guard audit verify guard-audit.jsonl.2 guard-audit.jsonl.1 guard-audit.jsonl"
            })
    int verify(
            @Mixin ConfigOptions options,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..*",
                            description =
                                    "The log, and before it those that it was rotated into, the oldest first. Default:"
                                            + " guard.audit_file.")
                    @Nullable
                    List<Path> files)
            throws ConfigException {
        List<Path> read = files == null || files.isEmpty()
                ? List.of(options.read().guard().auditFile())
                : files;
        try {
            AuditReport report = AuditLog.verify(read);
            spec.commandLine().getOut().println(report.text());
            spec.commandLine().getOut().flush();
            return report.isGood() ? ExitCode.OK : ExitCode.CRITICAL;
        } catch (AuditException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
