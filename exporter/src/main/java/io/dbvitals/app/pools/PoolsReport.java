package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;
import java.util.List;
import java.util.stream.Stream;

/** All pools of a configuration: of its poolers, and the program's own. */
public record PoolsReport(List<PoolerReport> poolers, List<OwnReport> own) {
    public PoolsReport {
        poolers = List.copyOf(poolers);
        own = List.copyOf(own);
    }

    /** The worst of all; unknown where there is nothing. */
    public Level level() {
        return Stream.concat(
                        poolers.stream().map(PoolerReport::level), own.stream().map(OwnReport::level))
                .reduce(Level::or)
                .orElse(Level.UNKNOWN);
    }
}
