package io.dbvitals.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What must hold before a query is sent; all of it.
 *
 * @param extensions name to versions, installed in the database that the query runs in
 * @param schemas that exist in that database
 * @param settings name to the values of which it must have one
 * @param tags the target must bear; {@code !tag}: must not
 * @param databases globs of which one must hold the database's name; empty for any
 * @param users of which the connection must be one; empty for any
 * @param predicates in this order
 */
public record Requires(
        Map<String, VersionRange> extensions,
        List<String> schemas,
        Map<String, List<String>> settings,
        List<String> tags,
        List<String> databases,
        List<String> users,
        List<Predicate> predicates) {
    /** Holds always. */
    public static final Requires NOTHING =
            new Requires(Map.of(), List.of(), Map.of(), List.of(), List.of(), List.of(), List.of());

    public Requires {
        extensions = Map.copyOf(extensions);
        schemas = List.copyOf(schemas);
        settings = Map.copyOf(settings);
        tags = List.copyOf(tags);
        databases = List.copyOf(databases);
        users = List.copyOf(users);
        predicates = List.copyOf(predicates);
    }

    /**
     * SQL that gives at most one boolean; NULL, false or no row means no.
     *
     * @param ttl how long an answer holds; zero: asked before every run
     */
    public record Predicate(String name, String sql, Duration ttl) {}
}
