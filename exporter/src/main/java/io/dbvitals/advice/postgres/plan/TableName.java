package io.dbvitals.advice.postgres.plan;

/** A table and its schema. */
public record TableName(String schema, String table) {
    /** As a statement must write a name. */
    public static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return quoted(schema) + "." + quoted(table);
    }
}
