package io.dbvitals.migration.state;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a schema compares with a version that is wanted. */
public enum Progress {
    /** The version is applied, or stands before a baseline. */
    REACHED,
    /** A later version is applied, but there is no row of this one: it was left out, or is none of its own. */
    SKIPPED,
    /** Only earlier versions are applied, or none. */
    BEHIND,
    /** What is wanted is no version of this tool. */
    MEANINGLESS;

    private static final Pattern DJANGO = Pattern.compile("(\\d+)(?:_squashed_(\\d+))?.*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:[._]\\d+)*");

    static Progress of(MigrationState state, String required) {
        if (state.names().contains(required)) {
            return REACHED;
        }
        return switch (state.tool()) {
            // Their tables do not tell the order in which scripts follow each other.
            case LIQUIBASE, ALEMBIC -> BEHIND;
            case DJANGO -> django(state.names(), required);
            case FLYWAY -> NUMBERS.matcher(required).matches() ? flyway(state, required) : MEANINGLESS;
            case RAILS -> NUMBER.matcher(required).matches() ? byNumber(state.names(), required, SKIPPED) : MEANINGLESS;
            // It keeps the last version only, and leaves none out.
            case GOLANG_MIGRATE ->
                NUMBER.matcher(required).matches() ? byNumber(state.names(), required, REACHED) : MEANINGLESS;
        };
    }

    private static Progress flyway(MigrationState state, String required) {
        boolean before = state.baseline()
                .filter(baseline -> Version.of(baseline).compareTo(Version.of(required)) >= 0)
                .isPresent();
        return before ? REACHED : byNumber(state.names(), required, SKIPPED);
    }

    /** {@code 1.0}, {@code 1} and {@code 01} are the same version. */
    private static Progress byNumber(List<String> names, String required, Progress later) {
        Progress progress = BEHIND;
        for (String name : names) {
            int order = Version.of(name).compareTo(Version.of(required));
            if (order == 0) {
                return REACHED;
            }
            progress = order > 0 ? later : progress;
        }
        return progress;
    }

    /** {@code shop.0012_add_price}, or {@code shop.0012}. */
    private static Progress django(List<String> names, String required) {
        int dot = required.indexOf('.');
        Matcher wanted = DJANGO.matcher(required.substring(dot + 1));
        if (dot < 1 || !wanted.matches()) {
            return dot < 1 ? MEANINGLESS : BEHIND;
        }
        Version number = Version.of(wanted.group(1));
        boolean whole = wanted.group(0).equals(wanted.group(1));
        Progress progress = BEHIND;
        for (String name : names) {
            if (!name.startsWith(required.substring(0, dot + 1))) {
                continue;
            }
            Matcher applied = DJANGO.matcher(name.substring(dot + 1));
            if (applied.matches()) {
                // A squashed migration stands for all from its first number to its second.
                Optional<String> last = Optional.ofNullable(applied.group(2));
                int from = Version.of(applied.group(1)).compareTo(number);
                int to = Version.of(last.orElse(applied.group(1))).compareTo(number);
                if (from <= 0 && to >= 0 && (whole || last.isPresent())) {
                    return REACHED;
                }
                progress = to > 0 ? SKIPPED : progress;
            }
        }
        return progress;
    }
}
