package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;
import java.util.List;

/**
 * A PgBouncer and its pools.
 *
 * @param trouble why it could not be read; empty when it was
 * @param failed how bad that is
 * @param clients connected to it
 * @param maxClients that it takes
 */
public record PoolerReport(
        String target,
        String address,
        String trouble,
        Level failed,
        int clients,
        int maxClients,
        List<PoolReport> pools) {
    /** Of clients that it takes, from which it is nearly full. */
    private static final double NEARLY = 0.9;

    public PoolerReport {
        pools = List.copyOf(pools);
    }

    static PoolerReport unread(String target, String address, String trouble, Level failed) {
        return new PoolerReport(target, address, trouble, failed, 0, 0, List.of());
    }

    /** Whether it is about to turn clients away. */
    public boolean nearlyFull() {
        return maxClients > 0 && clients >= NEARLY * maxClients;
    }

    public Level level() {
        Level worst = trouble.isEmpty() ? nearlyFull() ? Level.WARNING : Level.OK : failed;
        for (PoolReport pool : pools) {
            worst = worst.or(pool.level());
        }
        return worst;
    }
}
