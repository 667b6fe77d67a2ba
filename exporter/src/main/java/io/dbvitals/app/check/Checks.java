package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Service;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;

/** Reads a service of the targets of a configuration, all at the same time. */
public final class Checks {
    private Checks() {}

    /**
     * Those of the kinds that have the service.
     *
     * @param names globs of targets; empty for all
     * @param query of the service that times one
     * @param timeout of each target
     */
    public static List<Answer> read(Config config, List<String> names, Service service, String query, Duration timeout)
            throws InterruptedException {
        List<TargetConfig> targets = config.targets().stream()
                .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                .filter(target ->
                        service.source().kinds().contains(target.source().kind()))
                .toList();
        return AtOnce.each(targets, target -> new TargetReading(target, service, query, Deadline.after(timeout)).run());
    }
}
