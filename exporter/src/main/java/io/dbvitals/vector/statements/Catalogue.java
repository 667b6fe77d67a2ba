package io.dbvitals.vector.statements;

import java.util.List;
import java.util.Optional;

/** What one database has to be searched, and to count searches with. */
record Catalogue(Optional<Extension> extension, List<VectorTable> tables) {
    Catalogue {
        tables = List.copyOf(tables);
    }

    /**
     * pg_stat_statements where {@code CREATE EXTENSION} was run.
     *
     * @param schema ready to stand in a statement
     * @param loaded whether the server was started with its library
     */
    record Extension(String schema, String version, boolean loaded) {}

    /**
     * A table, partition or view with a column of vectors.
     *
     * @param row what the server needs to find its name in the texts of statements, as a row of {@code VALUES}
     * @param indexed operators that an index of it serves
     */
    record VectorTable(String schema, String name, String row, List<String> indexed) {
        VectorTable {
            indexed = List.copyOf(indexed);
        }
    }
}
