package io.dbvitals.app.program;

import io.dbvitals.app.change.Steering;
import io.dbvitals.app.health.HealthRounds;
import io.dbvitals.config.Config;
import io.dbvitals.health.HealthReport;
import io.dbvitals.http.route.Reloader;
import io.dbvitals.scrape.Scraper;
import io.dbvitals.scrape.TargetState;
import io.dbvitals.sql.SqlServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The running program as the API sees it. The suppliers give what is true now, and do no I/O.
 *
 * @param config the one in use
 * @param states of all targets, as the last scrape saw them
 * @param servers by the names of their targets: the connections that scrapes use
 * @param steering what can be changed; also which targets are paused
 * @param reloadFailure why the configuration on disk is not in use
 */
public record Program(
        String version,
        Supplier<Config> config,
        Supplier<List<TargetState>> states,
        Supplier<HealthReport> health,
        HealthRounds rounds,
        Supplier<Map<String, SqlServer>> servers,
        Scraper scraper,
        Reloader reloader,
        Steering steering,
        Supplier<Optional<String>> reloadFailure) {}
