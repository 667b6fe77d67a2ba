package io.dbvitals.sql;

import java.util.Map;
import java.util.Set;

/**
 * What one database has.
 *
 * @param extensions name to installed version
 * @param settings of those that were asked for
 */
public record DatabaseFacts(Map<String, String> extensions, Set<String> schemas, Map<String, String> settings) {
    public DatabaseFacts {
        extensions = Map.copyOf(extensions);
        schemas = Set.copyOf(schemas);
        settings = Map.copyOf(settings);
    }
}
