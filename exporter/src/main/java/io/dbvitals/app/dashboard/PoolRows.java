package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.PoolRow;
import io.dbvitals.app.dashboard.Sections.Rows;
import io.dbvitals.app.pools.OwnReport;
import io.dbvitals.app.pools.PoolReport;
import io.dbvitals.app.pools.PoolerReport;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.app.report.Level;
import io.dbvitals.pool.PoolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pools of one pooler, or our own to one database. */
final class PoolRows {
    private PoolRows() {}

    static Rows<PoolRow> of(PoolsReport report) {
        List<PoolRow> rows = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (PoolerReport pooler : report.poolers()) {
            pooler.pools().forEach(pool -> rows.add(pool(pooler.target(), pool)));
            troubles.add(pooler.trouble());
        }
        for (OwnReport own : report.own()) {
            troubles.add(own.trouble());
            if (own.trouble().isEmpty()) {
                rows.add(own(own));
            }
        }
        troubles.removeIf(String::isEmpty);
        return new Rows<>(rows, String.join("; ", troubles), 0);
    }

    private static PoolRow pool(String target, PoolReport report) {
        PoolUse use = report.use();
        String evidence = report.advice().evidence();
        String recommendation = report.advice().recommendation();
        return new PoolRow(
                target,
                use.database() + "/" + use.user(),
                Optional.of((double) use.clients()),
                Optional.of((double) use.waiting()),
                Optional.of((double) use.checkedOut()),
                Optional.of((double) use.idle()),
                Optional.of((double) use.size()),
                Optional.of(use.maxWait().toNanos() / 1e9),
                rating(report.level()),
                evidence + (evidence.isEmpty() || recommendation.isEmpty() ? "" : ": ") + recommendation);
    }

    private static PoolRow own(OwnReport own) {
        return new PoolRow(
                own.target(),
                "dbvitals",
                Optional.empty(),
                Optional.empty(),
                Optional.of((double) own.busy()),
                Optional.of((double) Math.max(0, own.open() - own.busy())),
                Optional.of((double) own.size()),
                Optional.empty(),
                rating(own.level()),
                own.exhausted() ? "all connections of scrapes are busy: they wait for each other" : "");
    }

    private static String rating(Level level) {
        return switch (level) {
            case OK, UNKNOWN -> "good";
            case WARNING -> "warning";
            case CRITICAL -> "critical";
        };
    }
}
