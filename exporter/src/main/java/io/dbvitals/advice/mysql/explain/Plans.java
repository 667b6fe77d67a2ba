package io.dbvitals.advice.mysql.explain;

import io.dbvitals.advice.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What could be had of the plans of some statements.
 *
 * @param byId of statements
 * @param unavailable why there are no others, and what to do
 */
public record Plans(Map<String, Explained> byId, List<String> unavailable) {
    public Plans {
        byId = Map.copyOf(byId);
        unavailable = List.copyOf(unavailable);
    }

    public Optional<Explained> of(Statement statement) {
        return Optional.ofNullable(byId.get(statement.id()));
    }
}
