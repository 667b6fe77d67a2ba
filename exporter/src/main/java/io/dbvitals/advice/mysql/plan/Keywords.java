package io.dbvitals.advice.mysql.plan;

import java.util.Set;

/** Words that name nothing where they stand without backticks; in lower case. */
final class Keywords {
    /** In conditions. */
    static final Set<String> CONDITION = Set.of(
            "and",
            "or",
            "not",
            "xor",
            "in",
            "between",
            "like",
            "regexp",
            "rlike",
            "is",
            "null",
            "true",
            "false",
            "unknown",
            "exists",
            "case",
            "when",
            "then",
            "else",
            "end",
            "div",
            "mod",
            "escape",
            "interval",
            "as",
            "collate",
            "date",
            "time",
            "timestamp",
            "binary",
            "using",
            "all",
            "any",
            "some");

    /** That end the list of tables, or stand where an alias would. */
    static final Set<String> AFTER_TABLE = Set.of(
            "where",
            "set",
            "on",
            "using",
            "join",
            "inner",
            "left",
            "right",
            "cross",
            "outer",
            "natural",
            "straight_join",
            "group",
            "order",
            "having",
            "limit",
            "union",
            "for",
            "lock",
            "force",
            "use",
            "ignore",
            "partition",
            "window",
            "except",
            "intersect",
            "values",
            "value",
            "select",
            "returning",
            "procedure",
            "into",
            "offset",
            "fetch");

    private Keywords() {}
}
