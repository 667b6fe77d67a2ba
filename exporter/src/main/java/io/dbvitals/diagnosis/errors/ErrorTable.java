package io.dbvitals.diagnosis.errors;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Errors of one kind of server, each with the step that it belongs to and the remedy. */
public final class ErrorTable {
    private final List<Row> rows;

    ErrorTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * An error.
     *
     * @param code of the server; empty for any
     * @param phrase that its message has, in lower case; empty for any. Messages may be translated, so the row without it comes last
     * @param remedies with {@code {user}}, {@code {database}} and {@code {address}} in the places of those
     */
    record Row(String code, String phrase, Step step, List<String> remedies) {
        Row {
            remedies = List.copyOf(remedies);
        }

        static Row of(String code, Step step, String... remedies) {
            return new Row(code, "", step, List.of(remedies));
        }

        static Row of(String code, String phrase, Step step, String... remedies) {
            return new Row(code, phrase, step, List.of(remedies));
        }

        boolean matches(String given, String message) {
            return (code.isEmpty() || code.equals(given))
                    && message.toLowerCase(Locale.ROOT).contains(phrase);
        }
    }

    /** What the errors are about. */
    public record Names(String user, String database, String address) {
        String fill(String text) {
            return text.replace("{user}", user).replace("{database}", database).replace("{address}", address);
        }
    }

    /** The first row that holds; empty for an error that is in none. */
    public Optional<Fault> fault(String code, String message, Names names) {
        return rows.stream()
                .filter(row -> row.matches(code, message))
                .findFirst()
                .map(row -> new Fault(
                        row.step(),
                        new Finding(
                                State.ERROR,
                                code,
                                message,
                                row.remedies().stream().map(names::fill).toList())));
    }
}
