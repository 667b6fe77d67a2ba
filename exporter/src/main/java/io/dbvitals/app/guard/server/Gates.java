package io.dbvitals.app.guard.server;

import io.dbvitals.config.Config;
import io.dbvitals.guard.session.Doors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The doors of the targets of a configuration; connects when one is first asked for something. */
public final class Gates implements AutoCloseable {
    private final Map<String, Guarded> servers = new LinkedHashMap<>();

    private Gates() {}

    /** Those of all its targets. */
    public static Gates of(Config config) {
        Gates gates = new Gates();
        Guarded.of(config, List.of()).forEach(target -> gates.servers.put(target.name(), target));
        return gates;
    }

    /** Those of the PgBouncer targets, by the targets' names. */
    public Map<String, Doors> pools() {
        return Map.of();
    }

    /** Those of the target of that name. */
    public Optional<Doors> of(String target) {
        return Optional.ofNullable(servers.get(target))
                .map(guarded -> guarded.server().doors());
    }

    @Override
    public void close() {
        servers.values().forEach(Guarded::close);
    }
}
