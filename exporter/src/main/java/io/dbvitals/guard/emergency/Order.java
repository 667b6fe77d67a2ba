package io.dbvitals.guard.emergency;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.guard.session.GuardedServer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which server is to be cleared, and by whose will.
 *
 * @param target name in the configuration
 * @param actor who wants it, for the audit log
 * @param doors to shut meanwhile, by the name of the target that they belong to; none: clients may come back at once
 */
public record Order(String target, String actor, Map<String, Doors> doors) {
    public Order {
        doors = Collections.unmodifiableMap(new LinkedHashMap<>(doors));
    }

    /** {@code pools}: those of the PgBouncer targets, by the targets' names. */
    public static Order of(
            String target,
            String actor,
            GuardConfig.Fence fence,
            GuardedServer server,
            Map<String, ? extends Doors> pools) {
        return new Order(
                target,
                actor,
                switch (fence) {
                    case NONE -> Map.of();
                    case CONNECTION_LIMIT -> Map.of(target, server.doors());
                    case PGBOUNCER -> new LinkedHashMap<>(pools);
                });
    }
}
