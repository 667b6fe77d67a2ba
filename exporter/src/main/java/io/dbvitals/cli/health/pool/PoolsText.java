package io.dbvitals.cli.health.pool;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.app.pools.OwnReport;
import io.dbvitals.app.pools.PoolReport;
import io.dbvitals.app.pools.PoolerReport;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.pool.PoolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report on pools for people: a line for each, and below it what was seen and what to do. */
final class PoolsText {
    private PoolsText() {}

    static List<String> lines(PoolsReport report) {
        List<String> lines = new ArrayList<>();
        report.poolers().forEach(each -> pooler(each, lines));
        report.own().forEach(each -> own(each, lines));
        if (lines.isEmpty()) {
            lines.add("no target that has pools was selected");
        }
        return lines;
    }

    private static void pooler(PoolerReport report, List<String> lines) {
        String head = report.target() + " (pgbouncer, " + report.address() + "): "
                + report.level().label();
        if (!report.trouble().isEmpty()) {
            lines.add(head);
            lines.add("  " + Texts.plain(report.trouble()));
            return;
        }
        lines.add(head + ", " + report.clients() + " of " + report.maxClients() + " clients");
        if (report.nearlyFull()) {
            lines.add(
                    "  to do     raise max_client_conn, or let clients share connections: it is about to turn them away");
        }
        int width = report.pools().stream()
                .mapToInt(each -> name(each.use()).length())
                .max()
                .orElse(0);
        String format = "  %-" + Math.max(13, width) + "s  %4s  %4s  %4s  %4s  %5s  %4s  %8s  %s";
        if (report.pools().isEmpty()) {
            lines.add("  there are no pools: nobody has connected yet");
            return;
        }
        lines.add(String.format(
                format, "DATABASE/USER", "SIZE", "OUT", "IDLE", "OVER", "USED", "WAIT", "MAXWAIT", "RATING"));
        for (PoolReport pool : report.pools()) {
            PoolUse use = pool.use();
            lines.add(String.format(
                    Locale.ROOT,
                    format,
                    name(use),
                    use.size(),
                    use.checkedOut(),
                    use.idle(),
                    use.overflow(),
                    Math.round(use.utilisation() * 100) + " %",
                    use.waiting(),
                    String.format(Locale.ROOT, "%.1f s", use.maxWait().toNanos() / 1e9),
                    use.rating().label()));
            if (!pool.advice().evidence().isEmpty()) {
                lines.add("    seen    " + Texts.plain(pool.advice().evidence()));
            }
            if (!pool.advice().recommendation().isEmpty()) {
                lines.add("    to do   " + Texts.plain(pool.advice().recommendation()));
            }
        }
    }

    private static void own(OwnReport report, List<String> lines) {
        lines.add(report.target() + " (own connections to " + report.kind() + ", " + report.address() + "): "
                + report.level().label()
                + (report.trouble().isEmpty()
                        ? ", " + report.open() + " open, " + report.busy() + " busy, at most " + report.size()
                        : ""));
        if (!report.trouble().isEmpty()) {
            lines.add("  " + Texts.plain(report.trouble()));
        }
        if (report.exhausted()) {
            lines.add(
                    "  to do     scrapes wait for each other: raise max_connections of the target, or see what is slow");
        }
    }

    private static String name(PoolUse use) {
        return Texts.plain(use.database() + "/" + use.user());
    }
}
