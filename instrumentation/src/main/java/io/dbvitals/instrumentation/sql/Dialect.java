package io.dbvitals.instrumentation.sql;

import java.util.List;
import java.util.Locale;

/**
 * Where literals and comments begin and end in the SQL of one kind of server. What is read with the wrong one may end
 * a literal too early and show what stands behind it, so a server whose settings differ from its defaults needs one of
 * the {@code with} methods.
 *
 * @param name the well-known name of the system in OpenTelemetry's {@code db.system.name}
 * @param backslashes whether a backslash in a plain literal escapes the character behind it
 * @param doubleQuotedLiterals whether {@code "…"} is a literal rather than the name of a column or table
 * @param dollarQuotes whether {@code $tag$…$tag$} is a literal
 * @param alternativeQuotes whether {@code q'[…]'} is a literal
 * @param hashComments whether {@code #} begins a comment, and {@code --} does so only in front of a blank
 * @param nestedComments whether a comment ends only where all that were opened in it have ended
 * @param wary whether what could be read in two ways hides the rest of the statement
 */
public record Dialect(
        String name,
        boolean backslashes,
        boolean doubleQuotedLiterals,
        boolean dollarQuotes,
        boolean alternativeQuotes,
        boolean hashComments,
        boolean nestedComments,
        boolean wary) {
    /** PostgreSQL and what speaks as it does, with {@code standard_conforming_strings} on, its default since 9.1. */
    public static final Dialect POSTGRESQL = new Dialect("postgresql", false, false, true, false, false, true, false);

    /** MySQL with neither {@code ANSI_QUOTES} nor {@code NO_BACKSLASH_ESCAPES} in its {@code sql_mode}. */
    public static final Dialect MYSQL = new Dialect("mysql", true, true, false, false, true, false, false);

    /** MariaDB with neither {@code ANSI_QUOTES} nor {@code NO_BACKSLASH_ESCAPES} in its {@code sql_mode}. */
    public static final Dialect MARIADB = new Dialect("mariadb", true, true, false, false, true, false, false);

    /** Servers that keep to the standard: double quotes for names, no backslashes; Oracle, H2, Db2, SQL Server. */
    public static final Dialect STANDARD = new Dialect("other_sql", false, false, true, true, false, true, false);

    /** A server that nobody knows: what may be a literal is one, and the rest is hidden where that is not sure. */
    public static final Dialect UNKNOWN = new Dialect("other_sql", false, true, true, true, true, true, true);

    private static final List<String> STANDARD_PRODUCTS =
            List.of("h2", "hsql", "oracle", "apache derby", "db2", "microsoft sql server", "firebird");

    /** The dialect of a server by the product name that its JDBC driver gives; {@link #UNKNOWN} if it is not known. */
    public static Dialect ofProduct(String productName) {
        String product = productName.toLowerCase(Locale.ROOT);
        if (product.contains("postgres") || product.contains("cockroach")) {
            return POSTGRESQL;
        }
        if (product.contains("mariadb")) {
            return MARIADB;
        }
        if (product.contains("mysql")) {
            return MYSQL;
        }
        return STANDARD_PRODUCTS.stream().anyMatch(product::startsWith) ? STANDARD : UNKNOWN;
    }

    /**
     * The same with or without backslashes as escapes: true for a PostgreSQL with {@code standard_conforming_strings}
     * off, false for a MySQL with {@code NO_BACKSLASH_ESCAPES}.
     */
    public Dialect withBackslashes(boolean escape) {
        return new Dialect(
                name,
                escape,
                doubleQuotedLiterals,
                dollarQuotes,
                alternativeQuotes,
                hashComments,
                nestedComments,
                wary);
    }

    /** The same with double quotes for literals or for names: false for a MySQL with {@code ANSI_QUOTES}. */
    public Dialect withDoubleQuotedLiterals(boolean literals) {
        return new Dialect(
                name, backslashes, literals, dollarQuotes, alternativeQuotes, hashComments, nestedComments, wary);
    }

    /** Whether the letter {@code e} in front of a literal makes backslashes escapes in it. */
    boolean escapeMarks() {
        return dollarQuotes && !alternativeQuotes;
    }

    /** Whether names may begin with {@code @}, as MySQL's and SQL Server's variables do. */
    boolean atNames() {
        return hashComments || alternativeQuotes;
    }
}
