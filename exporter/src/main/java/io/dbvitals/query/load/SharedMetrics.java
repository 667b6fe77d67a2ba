package io.dbvitals.query.load;

import io.dbvitals.config.yaml.Problems;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.draft.ColumnDraft;
import io.dbvitals.query.draft.Exposed;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.load.QuerySet.Sourced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds metrics that two queries give which can both run on one server.
 *
 * <p>Two types for one metric are a problem between the user's own files, and a warning where a foreign file is in it:
 * its original loads it too. A metric of a foreign file silences that of a built-in query, of whatever type: the user's
 * page shows it as it did before, and no sum counts it twice.
 */
final class SharedMetrics {
    private record Owner(Sourced sourced, Exposed exposed) {
        Query query() {
            return sourced.query();
        }

        boolean givesWayTo(Owner other) {
            return sourced.source().builtin() && other.sourced().source().foreign();
        }
    }

    /** A foreign query and the built-in one that gives way to it. */
    private record Pair(Query foreign, Query builtin) {}

    private final Map<Pair, List<Exposed>> silenced = new LinkedHashMap<>();
    private final Problems problems;
    private final Problems warnings;

    private SharedMetrics(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    static void check(QuerySet queries, Problems problems, Problems warnings) {
        SharedMetrics clashes = new SharedMetrics(problems, warnings);
        clashes.find(queries);
        clashes.silence(queries);
    }

    private void find(QuerySet queries) {
        Map<String, List<Owner>> byName = new HashMap<>();
        for (Sourced sourced : queries.all()) {
            if (!sourced.query().enabled()) {
                continue;
            }
            for (Exposed exposed : Exposed.by(sourced.query())) {
                Owner owner = new Owner(sourced, exposed);
                List<Owner> owners = byName.computeIfAbsent(exposed.name(), name -> new ArrayList<>());
                for (Owner other : owners) {
                    compare(other, owner);
                }
                owners.add(owner);
            }
        }
    }

    private void compare(Owner first, Owner second) {
        if (first.query().id().equals(second.query().id()) || !canMeet(first.query(), second.query())) {
            return;
        }
        if (second.givesWayTo(first)) {
            // A foreign query that took the place of a built-in one stands before the other built-in ones.
            compare(second, first);
            return;
        }
        boolean foreign = second.sourced().source().foreign();
        if (first.givesWayTo(second)) {
            silenced.computeIfAbsent(new Pair(second.query(), first.query()), pair -> new ArrayList<>())
                    .add(first.exposed());
            return;
        }
        if (first.exposed().type().equals(second.exposed().type())) {
            return;
        }
        boolean tolerated = foreign || first.sourced().source().foreign();
        (tolerated ? warnings : problems)
                .add(
                        second.exposed().column().position(),
                        "the metric \"" + second.exposed().name() + "\" is of type "
                                + second.exposed().type() + " here and of type "
                                + first.exposed().type() + " at "
                                + first.exposed().column().position()
                                + (tolerated ? "; only the first that is read is shown" : "; rename one of them"));
    }

    private void silence(QuerySet queries) {
        silenced.forEach((pair, metrics) -> {
            TreeSet<String> names = new TreeSet<>();
            metrics.forEach(metric -> names.add(metric.name()));
            warnings.add(
                    pair.foreign().position(),
                    "the query \"" + pair.foreign().id() + "\" silences metrics of the query \""
                            + pair.builtin().id() + "\" inside the program: " + String.join(", ", names));
        });
        for (Sourced sourced : queries.all()) {
            QueryDraft draft = QueryDraft.of(sourced.query());
            draft.columns = draft.columns.stream()
                    .map(column -> ColumnDraft.without(column, tails(sourced.query(), column.column())))
                    .toList();
            queries.replace(new Sourced(draft.build(), sourced.source()));
        }
    }

    private List<String> tails(Query query, String column) {
        List<String> tails = new ArrayList<>();
        silenced.forEach((pair, metrics) -> metrics.stream()
                .filter(metric -> pair.builtin().id().equals(query.id())
                        && metric.column().column().equals(column))
                .forEach(metric -> tails.add(metric.tail())));
        return tails;
    }

    /** Whether there can be a server on which both run. */
    static boolean canMeet(Query a, Query b) {
        if (Collections.disjoint(a.engines(), b.engines())
                || (a.role() != Role.ANY && b.role() != Role.ANY && a.role() != b.role())
                || excludes(a.requires().tags(), b.requires().tags())
                || excludes(b.requires().tags(), a.requires().tags())) {
            return false;
        }
        for (Variant one : a.variants()) {
            for (Variant other : b.variants()) {
                if (one.meets(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean excludes(List<String> tags, List<String> others) {
        return tags.stream().anyMatch(tag -> others.contains("!" + tag));
    }
}
