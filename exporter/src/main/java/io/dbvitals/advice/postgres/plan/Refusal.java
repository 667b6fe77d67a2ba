package io.dbvitals.advice.postgres.plan;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;

/** Why a statement has no plan, in words that hold nothing of its text. */
final class Refusal {
    private Refusal() {}

    /** {@code user} is the one that asks. */
    static String of(CollectException e, String user, int major) {
        return switch (e.code()) {
            case "42501" ->
                "the right to read its tables is missing: "
                        + (major >= 14
                                ? "GRANT pg_read_all_data TO " + TableName.quoted(user)
                                : "GRANT SELECT ON ALL TABLES IN SCHEMA … TO " + TableName.quoted(user));
            case "42P01", "3F000", "42883", "42704" ->
                "a table, function or type in it is not found: it was dropped, is temporary, or stands in a schema that the session's own search_path names";
            case "42P18", "42P08", "42725", "42804" -> "the types of its values cannot be told from its text";
            case "57014" -> "planning took too long";
            default ->
                e.reason() == Reason.TIMEOUT || e.reason() == Reason.UNREACHABLE
                        ? "the server did not answer in time"
                        : "the server has no plan for it (SQLSTATE " + e.code() + ")";
        };
    }
}
