package io.dbvitals.cli;

import io.dbvitals.app.Inspection;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.Query;
import io.dbvitals.query.load.QueryFiles;
import io.dbvitals.query.write.QueryWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks, explains, runs and converts query files. */
@Command(
        name = "queries",
        description = "Checks, explains, runs and converts query files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "check|plan|run|convert",
        footer = {
            "",
            "Examples:",
            "  dbvitals queries check queries.yaml",
            "  dbvitals queries check --live queries.yaml --url postgresql://db1/postgres --user dbvitals",
            "  dbvitals queries plan --config dbvitals.yaml",
            "  dbvitals queries run pg_locks",
            "  dbvitals queries convert --format postgres_exporter queries.yaml > native.yaml"
        })
final class QueriesCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "check",
            description = {
                "Reads query files and reports each mistake with its place; without FILE, those of the "
                        + "configuration.",
                "With --live also prepares every statement on the configured servers."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  dbvitals queries check queries.yaml",
                "  dbvitals queries check --live --config dbvitals.yaml"
            })
    int check(
            @Mixin ConfigOptions options,
            @Option(names = "--live", description = "Prepare each statement on the servers.") boolean live,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description = "native, postgres_exporter or pg_exporter; default: seen from the file.")
                    @Nullable
                    String format,
            @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files, folders or globs.") @Nullable
                    List<String> files)
            throws ConfigException, InterruptedException {
        List<Query> queries = new ArrayList<>();
        if (files == null || files.isEmpty()) {
            queries.addAll(options.settings().queries());
        } else {
            QueryFiles.Loaded loaded = load(files, format);
            loaded.warnings().forEach(warning -> err().println("warning: " + warning));
            queries.addAll(loaded.active());
        }
        out().println(queries.size() + " queries read");
        if (!live) {
            return ExitCode.OK;
        }
        Config config = options.read();
        int failed = Inspection.checkLive(config, queries, result -> out().println(result));
        out().println(failed == 0 ? "OK" : failed + " statements refused");
        return failed == 0 ? ExitCode.OK : ExitCode.CRITICAL;
    }

    @Command(
            name = "plan",
            description = "Says for each query, target and database why it is in or out.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  dbvitals queries plan --config dbvitals.yaml"})
    int plan(@Mixin ConfigOptions options) throws ConfigException, InterruptedException {
        boolean all = Inspection.plan(options.settings(), line -> out().println(line));
        return all ? ExitCode.OK : ExitCode.CRITICAL;
    }

    @Command(
            name = "run",
            description =
                    "Runs queries once on the configured servers and prints their samples as a scrape would show them.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  dbvitals queries run pg_locks",
                "  dbvitals queries run --config dbvitals.yaml 'pg_stat_*'"
            })
    int run(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = "Ids of queries; globs.") List<String> names)
            throws ConfigException, InterruptedException, IOException {
        Inspection.Outcome outcome = Inspection.run(options.settings(), names);
        out().print(outcome.page());
        out().flush();
        outcome.failures().forEach(failure -> err().println("dbvitals: " + failure));
        return outcome.failures().isEmpty() ? ExitCode.OK : ExitCode.CRITICAL;
    }

    @Command(
            name = "convert",
            description = "Prints foreign query files in the native format.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  dbvitals queries convert --format postgres_exporter queries.yaml > native.yaml"
            })
    int convert(
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description = "postgres_exporter or pg_exporter; default: seen from the file.")
                    @Nullable
                    String format,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders or globs.")
                    List<String> files)
            throws ConfigException {
        QueryFiles.Loaded loaded = load(files, format);
        loaded.warnings().forEach(warning -> err().println("warning: " + warning));
        out().print(QueryWriter.write(loaded.all()));
        out().flush();
        return ExitCode.OK;
    }

    private static QueryFiles.Loaded load(List<String> files, @Nullable String format) throws ConfigException {
        List<Config.Include> include = new ArrayList<>();
        for (String file : files) {
            include.add(
                    new Config.Include(file, Optional.ofNullable(format), Optional.empty(), new Position(file, 1, 1)));
        }
        return QueryFiles.load(new Config.Queries(false, include, List.of(), List.of()), Path.of(""));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
