package io.dbvitals.vector.statements;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sums over all statements that never fall, made of how much each statement grew from one reading to the next: the server forgets the
 * statements that are used least, and anybody may reset it. Remembers no more statements than the last reading had.
 */
final class Totals {
    private final Map<Search, Figures> totals = new HashMap<>();
    private Map<Key, Counted> last = Map.of();

    /** What a reading is compared by with the one before. */
    private record Key(String statement, Search search) {}

    /** Adds what is new since the reading before; all of it in the first. */
    void add(Collection<Counted> reading) {
        Map<Key, Counted> current = new HashMap<>();
        for (Counted counted : reading) {
            Key key = new Key(counted.statement(), counted.search());
            totals.merge(counted.search(), grown(counted, last.get(key)), Figures::plus);
            current.put(key, counted);
        }
        last = current;
    }

    /** A search whose total is 0 as long as no statement makes it. */
    void expect(Search search) {
        totals.putIfAbsent(search, Figures.NONE);
    }

    /** Forgets all others. */
    void keep(Predicate<Search> wanted) {
        totals.keySet().removeIf(wanted.negate());
    }

    /** In a stable order. */
    List<Map.Entry<Search, Figures>> all() {
        Map<String, Map.Entry<Search, Figures>> sorted = new TreeMap<>();
        totals.forEach((search, figures) -> sorted.put(search.toString(), Map.entry(search, figures)));
        return List.copyOf(sorted.values());
    }

    private static Figures grown(Counted now, @Nullable Counted before) {
        if (before == null
                || !before.since().equals(now.since())
                || !now.figures().continues(before.figures())) {
            // Another entry for the same statement, which began at zero.
            return now.figures();
        }
        return now.figures().minus(before.figures());
    }
}
