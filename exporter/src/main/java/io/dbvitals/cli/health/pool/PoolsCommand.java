package io.dbvitals.cli.health.pool;

import io.dbvitals.app.pools.Pools;
import io.dbvitals.app.pools.PoolsJson;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says how far pools are used, and what would help. */
@Command(
        name = "pools",
        description = {
            "Says how far each pool of each PgBouncer is used, and what would help.",
            "A pool is high from 90 %% of its size, when its reserve is in use, or when clients have waited for a "
                    + "second; moderate from 70 %%, or when anybody waits. A larger pool is advised only where the "
                    + "PostgreSQL behind it, if it is a target too, has room and its backends do not wait for CPU, "
                    + "disk or locks themselves.",
            "Own pools are the connections of the monitor (dbvitals serve) to its databases, as the servers count "
                    + "them; those of an application are seen by the instrumentation within it. Only reads."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Columns: SIZE pool_size; OUT connections that serve a client; IDLE connections that could; OVER those "
                    + "beyond SIZE, from the reserve; USED OUT by SIZE; WAIT clients without a connection; MAXWAIT "
                    + "of the first of them.",
            "",
            "JSON: {status, timestamp, poolers: [{target, address, status, error, clients, max_clients, pools: "
                    + "[{database, user, mode, server, size, reserve, checked_out, idle, connecting, overflow, "
                    + "utilisation, clients, waiting, max_wait_seconds, paused, disabled, rating, status, evidence, "
                    + "recommendation}]}], own: [{target, kind, address, status, error, size, open, busy}]}. "
                    + "status: ok, unknown, warning, critical. utilisation: a part, 1 for all.",
            "",
            "Exit codes: 0 OK, 1 warning (a pool is high, paused or disabled, or the pooler takes hardly any more "
                    + "clients), 2 clients have waited for a second, or a target does not answer or refuses the login, 3 unknown (a right "
                    + "is missing, there are no pools) or misuse.",
            "",
            "Examples:",
            "  dbvitals pools",
            "  dbvitals pools --target 'pooler-*' --format json | jq '.poolers[].pools[] | select(.waiting > 0)'"
        })
public final class PoolsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        PoolsReport report = Pools.of(options.config(), options.targets());
        int code = switch (report.level()) {
            case OK -> ExitCode.OK;
            case WARNING -> ExitCode.WARNING;
            case CRITICAL -> ExitCode.CRITICAL;
            case UNKNOWN -> ExitCode.MISUSE;
        };
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(Json.write(PoolsJson.of(report, Instant.now())));
            case NAGIOS -> out.println(PoolsNagios.of(report, Level.of(code)).render());
            case TEXT -> PoolsText.lines(report).forEach(out::println);
        }
        out.flush();
        return code;
    }
}
