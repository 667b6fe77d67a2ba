package io.dbvitals.advice.postgres.plan;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.postgres.text.Sql;
import java.util.Map;
import java.util.Optional;

/**
 * A statement and how the server would run it.
 *
 * @param sql its text as the server has it
 * @param tables that are read whole
 */
public record Explained(Statement statement, Sql sql, Plan plan, Map<TableName, TableFacts> tables) {
    public Explained {
        tables = Map.copyOf(tables);
    }

    /** Of the table that the step reads; empty where it reads none as a whole. */
    public Optional<TableFacts> facts(Step step) {
        return step.table().flatMap(table -> Optional.ofNullable(tables.get(table)));
    }
}
