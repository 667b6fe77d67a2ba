package io.dbvitals.app.validate.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment asks for.
 *
 * @param versions of migrations, each {@code V} or {@code TOOL:V}
 * @param schemas globs of the schemas whose migrations count; empty for all
 * @param maxResponse of the simplest question
 * @param freeConnections at least so many
 * @param replication whether replicas must have caught up
 * @param maxLag within which a replica counts as one that has caught up
 */
public record Requirements(
        List<String> versions,
        List<String> schemas,
        Optional<Duration> maxResponse,
        List<Extension> extensions,
        Optional<Integer> freeConnections,
        boolean replication,
        Duration maxLag) {
    public Requirements {
        versions = List.copyOf(versions);
        schemas = List.copyOf(schemas);
        extensions = List.copyOf(extensions);
    }

    /** Whether nothing was named, so that the usual things are looked at. */
    public boolean usual() {
        return versions.isEmpty()
                && maxResponse.isEmpty()
                && extensions.isEmpty()
                && freeConnections.isEmpty()
                && !replication;
    }

    /**
     * An extension of PostgreSQL.
     *
     * @param version at least; empty for any
     */
    public record Extension(String name, String version) {}
}
