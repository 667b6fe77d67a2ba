package io.dbvitals.app.guard.server;

import io.dbvitals.config.Config;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.guard.session.GuardedServer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The doors of all targets, whatever the guard may look at: what was shut must open, also where it looks no more. */
public final class Gates implements AutoCloseable {
    private final Config config;
    private final Map<String, Doors> pools = new LinkedHashMap<>();
    private final Map<String, GuardedServer> servers = new LinkedHashMap<>();

    private Gates(Config config) {
        this.config = config;
    }

    /** Nothing is connected yet. */
    public static Gates of(Config config) {
        Gates gates = new Gates(config);
        for (TargetConfig target : config.targets()) {
            if (target.source() instanceof PgBouncerConfig pgbouncer) {
                gates.pools.put(target.name(), PgBouncerDoors.of(pgbouncer));
            }
        }
        return gates;
    }

    /** Those of the PgBouncer targets, by the targets' names: the fence {@code pgbouncer}. */
    public Map<String, Doors> pools() {
        return Collections.unmodifiableMap(pools);
    }

    /** Those of a target, of whatever kind; empty where there is no such target, or it has none. */
    public Optional<Doors> doors(String target) {
        Optional<Doors> pool = Optional.ofNullable(pools.get(target));
        return pool.isPresent() ? pool : server(target).map(GuardedServer::doors);
    }

    /** One connection to each, for as long as this is open. */
    private Optional<GuardedServer> server(String target) {
        if (!servers.containsKey(target)) {
            config.targets().stream()
                    .filter(each -> each.name().equals(target))
                    .findFirst()
                    .flatMap(each -> Guarded.server(each.source()))
                    .ifPresent(server -> servers.put(target, server));
        }
        return Optional.ofNullable(servers.get(target));
    }

    /** Closes the connections, and leaves the doors as they are. */
    @Override
    public void close() {
        servers.values().forEach(GuardedServer::close);
        servers.clear();
    }
}
