package io.dbvitals.query;

import io.dbvitals.config.yaml.Position;
import io.dbvitals.sql.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One query as its file says, whatever the format of that file.
 *
 * @param id unique over all files; the {@code collector} label
 * @param prefix before every metric name, joined by {@code _}; empty for none
 * @param databases globs that narrow the databases of a {@link Scope#DATABASE} query; empty for all
 * @param ttl zero: read on every scrape
 * @param timeout zero: no limit but the scrape's
 * @param staleFor how long the last good result may be served after a failure; zero: not at all
 * @param priority lower runs first
 * @param variants the first whose range holds the server is taken
 * @param position of the query in its file
 */
public record Query(
        String id,
        String prefix,
        String help,
        Set<Engine> engines,
        Scope scope,
        List<String> databases,
        Role role,
        boolean enabled,
        boolean override,
        Requires requires,
        Duration ttl,
        Duration timeout,
        boolean background,
        Duration staleFor,
        boolean fatal,
        int priority,
        Limit limit,
        List<Variant> variants,
        List<Column> columns,
        Traits traits,
        Position position) {

    public Query {
        engines = Set.copyOf(engines);
        databases = List.copyOf(databases);
        variants = List.copyOf(variants);
        columns = List.copyOf(columns);
    }

    /** Where a query runs. */
    public enum Scope {
        /** Once per target, in the database of its URL. */
        SERVER,
        /** In each selected database. */
        DATABASE
    }

    /** The part a server plays in replication. */
    public enum Role {
        ANY,
        PRIMARY,
        REPLICA
    }

    /**
     * One text of SQL and the servers it is for.
     *
     * @param engine the only one it is for, where a query is for several and they need different texts
     */
    public record Variant(Optional<Engine> engine, VersionRange versions, String sql) {
        /** For every engine of the query. */
        public Variant(VersionRange versions, String sql) {
            this(Optional.empty(), versions, sql);
        }

        /** What stands before the text in a file: {@code >=13 <18}, {@code mariadb}, {@code mysql >=8.0.28}. */
        public String servers() {
            return engine.map(only -> only.name().toLowerCase(Locale.ROOT)
                            + (versions.equals(VersionRange.ANY) ? "" : " " + versions))
                    .orElse(versions.toString());
        }

        /** Whether it is for that server. */
        public boolean holds(Engine server, String version) {
            return engine.filter(only -> only != server).isEmpty() && versions.contains(version);
        }

        /** Whether there is a server that both are for. */
        public boolean meets(Variant other) {
            boolean engines = engine.isEmpty() || other.engine.isEmpty() || engine.equals(other.engine);
            return engines && versions.overlaps(other.versions);
        }
    }

    /**
     * What bounds the cost of a query.
     *
     * @param rows read at most
     * @param series kept at most
     * @param topBy the column by which the largest rows are kept
     * @param topKeep how many of them
     * @param labelLength in characters; longer values are cut
     */
    public record Limit(int rows, int series, Optional<String> topBy, int topKeep, int labelLength) {
        /** 10,000 rows, 10,000 series, labels of 1,024 characters. */
        public static final Limit DEFAULT = new Limit(10_000, 10_000, Optional.empty(), Integer.MAX_VALUE, 1024);
    }

    /**
     * Where the formats differ in what they do with a result.
     *
     * @param undeclared what happens to a column of the result that the query does not declare
     * @param autoDatname whether a {@link Scope#DATABASE} query gets the label {@code datname}
     * @param missingLabelFails whether a declared label or histogram column that the result lacks fails the query;
     *     other declared columns that it lacks are skipped when {@code lenient}
     * @param lenient unparsable values are left out instead of failing the query
     * @param exactColumns the result must have as many columns as are declared (CloudNativePG)
     */
    public record Traits(
            Undeclared undeclared,
            boolean autoDatname,
            boolean missingLabelFails,
            boolean lenient,
            boolean exactColumns) {
        /** Strict: what {@code config/queries} is written in. */
        public static final Traits NATIVE = new Traits(Undeclared.FAIL, true, true, false, false);

        /** The exporters whose files these are cut times to whole seconds. */
        boolean wholeSeconds() {
            return lenient || exactColumns;
        }
    }

    /** What happens to a column of the result that the query does not declare. */
    public enum Undeclared {
        FAIL,
        IGNORE,
        /** Exposed untyped under its own name, as postgres_exporter does. */
        UNTYPED
    }
}
