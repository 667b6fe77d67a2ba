package io.dbvitals.query;

/**
 * What becomes of one query in one database of a target.
 *
 * @param sql to run; empty when the query is out
 * @param reason in one word why it is out, empty when it is in: a label of {@code dbvitals_collector_skipped}
 * @param explanation for people, in or out
 */
public record Planned(Query query, String database, String sql, String reason, String explanation) {
    public boolean in() {
        return reason.isEmpty();
    }

    static Planned in(Query query, String database, String sql, String explanation) {
        return new Planned(query, database, sql, "", explanation);
    }

    static Planned out(Query query, String database, String reason, String explanation) {
        return new Planned(query, database, "", reason, explanation);
    }
}
