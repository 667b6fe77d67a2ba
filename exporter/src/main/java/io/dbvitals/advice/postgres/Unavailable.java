package io.dbvitals.advice.postgres;

import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.read.Extension;
import io.dbvitals.advice.postgres.read.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What could not be judged, why, and what to do for it. */
final class Unavailable {
    private static final int JIT_SINCE = 10;
    private static final int FORGOTTEN_SINCE = 9;
    private static final int SAMPLES_SINCE = 14;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> unplanned = new TreeMap<>();
    private final TreeSet<String> untried = new TreeSet<>();

    void add(String line) {
        lines.add(line);
    }

    /** What the server does not count. */
    void counters(Extension extension, Window window, boolean sampled, int major) {
        if (!extension.planning()) {
            add(Rule.PLANNING_TIME.id() + ": the time of planning is not counted;"
                    + " set pg_stat_statements.track_planning = on if it matters (it costs a little)");
        }
        if (extension.minor() < JIT_SINCE) {
            add(Rule.JIT_TIME.id() + ": pg_stat_statements 1.10 (PostgreSQL 15) counts the time of compiling;"
                    + " this is 1." + extension.minor());
        }
        if (extension.minor() < FORGOTTEN_SINCE) {
            add(Rule.INCOMPLETE_LIST.id() + ": pg_stat_statements 1.9 (PostgreSQL 14) counts what it forgets;"
                    + " this is 1." + extension.minor());
        }
        if (window.length().isEmpty()) {
            add(Rule.N_PLUS_ONE.id() + ": there are no rates; give a window");
        }
        if (!sampled) {
            add(Rule.LOCK_WAITS.id()
                    + (major < SAMPLES_SINCE
                            ? ": before PostgreSQL 14 sessions do not say which statement of the list they run"
                            : ": what sessions wait for is seen within a window only; give one"));
        }
    }

    /** A statement has no plan. */
    void unplanned(Statement statement, String why) {
        unplanned.merge(statement.database() + ": " + why, 1, Integer::sum);
    }

    /** An index was proposed by the plan alone. */
    void untried(String database) {
        untried.add(database);
    }

    /** More than are shown. */
    void more(String database, Tables.Kind kind, int count) {
        if (count > 0) {
            add(database + ": " + count + " more of " + kind.name().toLowerCase(Locale.ROOT)
                    + " tables or indexes are not shown");
        }
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        unplanned.forEach((why, count) ->
                all.add(count + (count == 1 ? " statement" : " statements") + " without a plan in " + why));
        untried.forEach(database -> all.add("indexes in " + database + " are proposed by the plan alone, and not tried:"
                + " CREATE EXTENSION hypopg there, if its package is installed"));
        return all;
    }
}
