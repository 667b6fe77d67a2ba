package io.dbvitals.app.guard.server;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.guard.mysql.MySqlSessions;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.sql.mysql.MySqlControl;
import io.dbvitals.sql.postgres.PostgresControl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target that the guard can look at.
 *
 * @param name of the target
 * @param kind of the target
 */
public record Guarded(String name, String kind, GuardedServer server) implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Guarded.class);

    /**
     * Those of the configuration that {@code guard.targets} and {@code names} select; nothing is connected yet.
     *
     * @param names globs; empty for all
     */
    public static List<Guarded> of(Config config, List<String> names) {
        List<Guarded> guarded = new ArrayList<>();
        for (TargetConfig target : config.targets()) {
            boolean selected = (names.isEmpty() || Globs.any(names, target.name()))
                    && (config.guard().targets().isEmpty()
                            || Globs.any(config.guard().targets(), target.name()));
            if (selected) {
                server(target.source())
                        .ifPresent(server -> guarded.add(
                                new Guarded(target.name(), target.source().kind(), server)));
            }
        }
        return guarded;
    }

    /** The same, with one for each server: two targets for two databases of it would see the same sessions, and be in each other's way. */
    public static List<Guarded> servers(Config config) {
        Map<String, Guarded> first = new LinkedHashMap<>();
        for (Guarded target : of(config, List.of())) {
            Guarded same =
                    first.putIfAbsent(target.kind() + " " + target.server().address(), target);
            if (same != null) {
                logger.info("guard: {} is the server of {}, and is looked at once", target.name(), same.name());
            }
        }
        return List.copyOf(first.values());
    }

    /** One connection, opened by the first look; empty where there are no sessions to look at. */
    public static Optional<GuardedServer> server(TargetConfig.Source source) {
        if (source instanceof TargetConfig.Postgres postgres) {
            TargetConfig.Postgres own = postgres.apart(1, PostgresSessions.APPLICATION);
            return Optional.of(PostgresSessions.of(postgres, PostgresControl.opener(own)));
        }
        if (source instanceof MySqlConfig mysql) {
            return Optional.of(MySqlSessions.of(mysql, MySqlControl.opener(mysql)));
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }
}
