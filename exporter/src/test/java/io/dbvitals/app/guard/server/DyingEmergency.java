package io.dbvitals.app.guard.server;

import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.guard.emergency.Order;
import io.dbvitals.testing.StandingStill;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process with an emergency that stands still after its first session, to be killed there: the configuration. */
public final class DyingEmergency {
    private DyingEmergency() {}

    public static void main(String[] arguments) throws Exception {
        Config config = ConfigLoader.of(Map.of(), List.of()).load(Path.of(arguments[0]));
        try (Gates gates = Gates.of(config);
                Guarded primary = PooledShop.primary(config)) {
            Order order = Order.of("primary", "test", GuardConfig.Fence.PGBOUNCER, primary.server(), gates.pools());
            PooledShop.emergency(config).run(order, primary.server(), new StandingStill());
        }
    }
}
