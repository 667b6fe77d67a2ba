package io.dbvitals.sql;

import java.time.Instant;
import java.util.List;

/**
 * What a server says of itself.
 *
 * @param engine MySQL and MariaDB are told apart by their version
 * @param version as it prints it, as {@code 17.4}
 * @param replica whether it follows another server
 * @param startedAt a new one means a restart
 * @param databases that may be connected to, without templates
 */
public record ServerFacts(Engine engine, String version, boolean replica, Instant startedAt, List<String> databases) {
    public ServerFacts {
        databases = List.copyOf(databases);
    }
}
