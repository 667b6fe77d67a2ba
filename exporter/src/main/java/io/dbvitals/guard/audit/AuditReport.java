package io.dbvitals.guard.audit;

import java.util.List;

/**
 * What a reading of the whole log has shown.
 *
 * @param records all of them
 * @param actions how many were begun
 * @param events records that stand alone
 */
public record AuditReport(long records, long actions, long events, List<Finding> findings) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** What was found. */
    public enum Kind {
        /** A record is not what was written, or is none. */
        ALTERED,
        /** A record does not follow the one before it. */
        CHAIN,
        /** Records are gone. */
        MISSING,
        /** The records that the file had were taken out of it, as a rotation by copying does. */
        TRUNCATED,
        /** An action without outcome. */
        INTERRUPTED,
        /** An outcome without action. */
        ORPHAN,
        /** A write was broken off; nothing is wrong with the records. */
        TORN,
        /** The file with the last record's hash was lost; nothing is wrong with the records. */
        HEAD_LOST;

        boolean isHarmless() {
            return this == TORN || this == HEAD_LOST;
        }
    }

    /**
     * One of them.
     *
     * @param where file and line
     */
    public record Finding(Kind kind, String where, String text) {
        @Override
        public String toString() {
            return where + ": " + text;
        }
    }

    /** Whether the chain is whole and every action has its outcome. */
    public boolean isGood() {
        return findings.stream().allMatch(finding -> finding.kind().isHarmless());
    }

    /** One line for each finding and one that sums up. */
    public String text() {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append(finding).append('\n'));
        return text.append(records)
                .append(" records, ")
                .append(actions)
                .append(" actions, ")
                .append(events)
                .append(" events: ")
                .append(isGood() ? "the chain is whole and every action has its outcome" : "not good")
                .toString();
    }
}
