package io.dbvitals.app.check.service;

import java.util.List;

/**
 * One thing that can be checked.
 *
 * @param names the first is its own
 * @param about what is read, and what of it alerts
 * @param warning the threshold where none is given, as a plugin takes it; may be empty
 * @param critical likewise
 * @param nothing what it means that there is no value: all is well, in these words; empty where then nothing is known
 */
public record Service(
        List<String> names,
        String about,
        Quantity quantity,
        Source source,
        String warning,
        String critical,
        String nothing) {
    public Service {
        names = List.copyOf(names);
    }

    public static Service of(Quantity quantity, String about, Source source, String... names) {
        return new Service(List.of(names), about, quantity, source, "", "", "");
    }

    /** Read by one statement on the server. */
    public static Service sql(Quantity quantity, String about, String sql, String... names) {
        return of(quantity, about, new Source.Sql(List.of(new Source.Variant(0, sql)), false, false, ""), names);
    }

    public Service alerting(String otherWarning, String otherCritical) {
        return new Service(names, about, quantity, source, otherWarning, otherCritical, nothing);
    }

    /** No value means that all is well. */
    public Service fineWithout(String text) {
        return new Service(names, about, quantity, source, warning, critical, text);
    }

    public Service inEachDatabase() {
        return with(new Source.Sql(
                statement().variants(),
                true,
                statement().sessions(),
                statement().extension()));
    }

    public Service ofAllSessions() {
        return with(new Source.Sql(
                statement().variants(),
                statement().eachDatabase(),
                true,
                statement().extension()));
    }

    private Source.Sql statement() {
        return (Source.Sql) source;
    }

    private Service with(Source other) {
        return new Service(names, about, quantity, other, warning, critical, nothing);
    }
}
