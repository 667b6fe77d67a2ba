package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.postgres.read.Tables.Defect;
import java.util.Locale;

/** What the catalogs of a database show. */
public final class TableRules {
    private static final double DAY = 86_400;
    private static final double MIB = 1024 * 1024;

    private TableRules() {}

    public static Advice of(String database, Defect defect) {
        String subject = database + "/" + defect.name();
        return switch (defect.kind()) {
            case STALE -> stale(subject, defect);
            case UNUSED ->
                hygiene(subject)
                        .with("size", defect.size() / MIB, "MiB")
                        .with("age of the statistics", defect.other() / DAY, "days")
                        .gains(size(defect) + " of disk, and the upkeep at each write")
                        .advise(
                                "No query has used this index of " + defect.of() + " since the statistics began. If no"
                                        + " replica uses it either, drop it as a reviewed step:\nDROP INDEX CONCURRENTLY "
                                        + defect.name(),
                                "the index is used, or gone");
            case DUPLICATE ->
                hygiene(subject)
                        .with("size", defect.size() / MIB, "MiB")
                        .gains(size(defect) + " of disk, and the upkeep at each write")
                        .advise(
                                "It has the same columns, order and condition as " + defect.of()
                                        + ". Drop it as a reviewed step:\nDROP INDEX CONCURRENTLY " + defect.name(),
                                "one of the two is gone");
            case INVALID ->
                hygiene(subject)
                        .with("size", defect.size() / MIB, "MiB")
                        .gains("an index that is kept up and serves nobody")
                        .advise(
                                "Building this index of " + defect.of()
                                        + " broke off: it costs each write and serves no"
                                        + " query. Build it anew, or drop it:\nREINDEX INDEX CONCURRENTLY "
                                        + defect.name(),
                                "the index is valid, or gone");
            case KEYLESS ->
                hygiene(subject)
                        .with("rows", defect.size(), "rows")
                        .gains("rows that can be told apart, and logical replication")
                        .advise(
                                "This table has no primary key: rows cannot be told apart, and logical replication cannot"
                                        + " send their changes. Give it one.",
                                "the table has a primary key");
        };
    }

    private static Advice stale(String subject, Defect defect) {
        return Draft.of(Rule.STALE_STATISTICS, Severity.LOW, subject)
                .with("rows changed since", defect.size(), "rows")
                .with("rows", defect.other(), "rows")
                .gains("plans by what is in the table now")
                .advise(
                        "The planner's statistics are older than much of the table. Now:\nANALYZE " + defect.name()
                                + "\nand for the future let autovacuum look sooner:\nALTER TABLE " + defect.name()
                                + " SET (autovacuum_analyze_scale_factor = 0.02)",
                        "at most 20 % of the rows were changed since the last ANALYZE");
    }

    private static Draft hygiene(String subject) {
        return Draft.of(Rule.INDEX_HYGIENE, Severity.LOW, subject);
    }

    private static String size(Defect defect) {
        return String.format(Locale.ROOT, "%.1f MiB", defect.size() / MIB);
    }
}
