package io.dbvitals.http;

import io.dbvitals.config.Config;
import io.dbvitals.config.WebConfig;
import io.dbvitals.health.HealthReport;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Terms;
import io.dbvitals.http.route.Reloader;
import io.dbvitals.scrape.Scraper;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that the HTTP server asks of the rest of the program. The suppliers give what is true now, do no I/O and are called
 * on the server's own threads; {@code webConfig} alone may look at its file.
 *
 * @param version as shown to people
 * @param limits budget and margin of a scrape
 * @param collectors names of all collectors there are
 * @param targets all configured targets
 * @param webConfig a new object whenever the file has changed; the last good one when the file is broken
 * @param operations of the main port besides its own routes
 * @param terms on which calls of the operations are taken, and who may look at all
 * @param onRenderFailure told the name of a family that could not be written and was left out
 */
public record Services(
        String version,
        Supplier<Config.Scrape> limits,
        Scraper scraper,
        Prober prober,
        Supplier<Set<String>> collectors,
        Supplier<List<DiscoveredTarget>> targets,
        Supplier<HealthReport> health,
        Reloader reloader,
        Supplier<WebConfig> webConfig,
        List<Operation> operations,
        Terms terms,
        Consumer<String> onRenderFailure) {
    public Services {
        operations = List.copyOf(operations);
    }
}
