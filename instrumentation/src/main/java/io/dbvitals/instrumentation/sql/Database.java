package io.dbvitals.instrumentation.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where statements run, in the words of OpenTelemetry.
 *
 * @param system {@code db.system.name}: {@code postgresql}, {@code mysql}, {@code mariadb}, {@code other_sql}
 * @param namespace {@code db.namespace}: the name of the database, empty where it is not known
 */
public record Database(String system, String namespace, Dialect dialect) {
    /** Where statements of several databases are taken together. */
    public static final Database NONE = of(Dialect.UNKNOWN);

    /** The path of a URL, without what may be a password: only what can be the name of a database. */
    private static final Pattern NAMESPACE =
            Pattern.compile("jdbc:(?:postgresql|mysql|mariadb|cockroachdb):(?://[^/]*/)?([\\w$.-]+)(?:[?;].*)?");

    /** A database with nothing known but the dialect. */
    public static Database of(Dialect dialect) {
        return new Database(dialect.name(), "", dialect);
    }

    /** The database at a JDBC URL, by what its driver says of itself. */
    public static Database of(String url, Dialect dialect) {
        Matcher matcher = NAMESPACE.matcher(url);
        return new Database(dialect.name(), matcher.matches() ? matcher.group(1) : "", dialect);
    }
}
