package io.dbvitals.vector.statements;

/**
 * A statement that makes a search, as it stood in one reading; one that searches two tables is there twice.
 *
 * @param statement which of the server: role, database, query and level
 * @param since when the server began to count it, in any notation
 */
record Counted(String statement, Search search, String since, Figures figures) {}
