package io.dbvitals.cli.metrics;

import io.dbvitals.cli.metrics.Sheet.Past;
import io.dbvitals.config.Config;

/** History without a service. */
final class Backwards {
    private Backwards() {}

    static Past of(Config config, String target, int hours) {
        return Past.none("there is no history without a service that runs");
    }
}
