package io.dbvitals.vector.statements;

/**
 * What is counted: the searches of a table by one distance operator.
 *
 * @param schema empty where the statements do not say which of several
 */
record Search(String database, String schema, String table, String operator) {}
