package io.dbvitals.advice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server had counted at one moment.
 *
 * @param at by the server's clock
 * @param life another one means that the server restarted, or that all statistics were reset
 * @param since when the statistics began; empty where the server does not say
 * @param server counters that are not of one statement
 */
public record Snapshot(
        Instant at, String life, Optional<Instant> since, List<Statement> statements, Map<String, Double> server) {
    public Snapshot {
        statements = List.copyOf(statements);
        server = Map.copyOf(server);
    }
}
