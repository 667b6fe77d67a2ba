package io.dbvitals.cli.health.pool;

import io.dbvitals.app.pools.OwnReport;
import io.dbvitals.app.pools.PoolReport;
import io.dbvitals.app.pools.PoolerReport;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.pool.PoolUse;
import java.util.ArrayList;
import java.util.List;

/** The report on pools as a plugin answers: which are not OK, and how far each is used. */
final class PoolsNagios {
    private final List<String> troubles = new ArrayList<>();
    private final List<Performance> performance = new ArrayList<>();
    private final List<String> longLines = new ArrayList<>();

    private PoolsNagios() {}

    static PluginOutput of(PoolsReport report, Level level) {
        PoolsNagios nagios = new PoolsNagios();
        report.poolers().forEach(nagios::pooler);
        report.own().forEach(nagios::own);
        String text =
                nagios.performance.isEmpty() ? "there are no pools" : "no pool is high, and nobody waits for long";
        return new PluginOutput(
                "DBVITALS_POOLS",
                level,
                nagios.troubles.isEmpty() ? text : String.join("; ", nagios.troubles),
                nagios.performance,
                nagios.longLines);
    }

    private void pooler(PoolerReport pooler) {
        if (!pooler.trouble().isEmpty()) {
            troubles.add(pooler.target() + ": " + pooler.trouble());
            return;
        }
        if (pooler.nearlyFull()) {
            troubles.add(pooler.target() + ": " + pooler.clients() + " of " + pooler.maxClients() + " clients");
        }
        for (PoolReport pool : pooler.pools()) {
            pool(pooler.target(), pool);
        }
    }

    private void pool(String pooler, PoolReport pool) {
        PoolUse use = pool.use();
        String name = use.database() + "/" + use.user();
        performance.add(Performance.of(name + " used", 100 * use.utilisation(), Unit.PERCENT));
        performance.add(Performance.of(name + " waiting", use.waiting(), Unit.NONE));
        performance.add(Performance.of(name + " maxwait", use.maxWait().toNanos() / 1e9, Unit.SECONDS));
        if (pool.level() != io.dbvitals.app.report.Level.OK) {
            troubles.add(pooler + ": " + name + " is "
                    + (use.place().paused()
                            ? "paused"
                            : use.place().disabled() ? "disabled" : use.rating().label())
                    + ", " + use.checkedOut() + " of " + use.size() + " in use, " + use.waiting() + " wait");
        }
        if (!pool.advice().evidence().isEmpty()) {
            longLines.add(pooler + " " + name + " seen: " + pool.advice().evidence());
        }
        if (!pool.advice().recommendation().isEmpty()) {
            longLines.add(pooler + " " + name + " to do: " + pool.advice().recommendation());
        }
    }

    private void own(OwnReport own) {
        if (!own.trouble().isEmpty()) {
            troubles.add(own.target() + ": " + own.trouble());
            return;
        }
        performance.add(Performance.of(own.target() + " own busy", own.busy(), Unit.NONE));
        if (own.exhausted()) {
            troubles.add(own.target() + ": all " + own.size() + " connections of our own are busy");
        }
    }
}
