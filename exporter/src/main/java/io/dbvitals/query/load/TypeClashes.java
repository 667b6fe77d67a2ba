package io.dbvitals.query.load;

import io.dbvitals.config.Problems;
import io.dbvitals.query.Column;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.load.QuerySet.Sourced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds metrics to which two queries, that can both run on one server, give different types. */
final class TypeClashes {
    private record Owner(Sourced sourced, Exposed exposed) {}

    private TypeClashes() {}

    /**
     * A clash between the user's own files is a problem, or a warning where foreign files are in it: their originals
     * load them too. A foreign file silences a built-in column, as its query would have taken the built-in's place.
     */
    static void check(QuerySet queries, Problems problems, Problems warnings) {
        Map<String, List<Owner>> byName = new HashMap<>();
        List<Owner> silenced = new ArrayList<>();
        for (Sourced sourced : queries.all()) {
            if (!sourced.query().enabled()) {
                continue;
            }
            for (Exposed exposed : Exposed.by(sourced.query())) {
                Owner owner = new Owner(sourced, exposed);
                List<Owner> owners = byName.computeIfAbsent(exposed.name(), name -> new ArrayList<>());
                for (Owner other : owners) {
                    if (clash(other, owner)) {
                        report(other, owner, silenced, problems, warnings);
                    }
                }
                owners.add(owner);
            }
        }
        silence(queries, silenced);
    }

    private static boolean clash(Owner a, Owner b) {
        return !a.sourced().query().id().equals(b.sourced().query().id())
                && !a.exposed().type().equals(b.exposed().type())
                && canMeet(a.sourced().query(), b.sourced().query());
    }

    private static void report(Owner first, Owner second, List<Owner> silenced, Problems problems, Problems warnings) {
        Column column = second.exposed().column();
        String clash = "the metric \"" + second.exposed().name() + "\" is of type "
                + second.exposed().type() + " here and of type "
                + first.exposed().type() + " at "
                + first.exposed().column().position();
        boolean foreign = second.sourced().source().foreign();
        if (foreign && first.sourced().source().builtin()) {
            silenced.add(first);
            warnings.add(column.position(), clash + ", where it is left out");
        } else if (foreign || first.sourced().source().foreign()) {
            warnings.add(column.position(), clash + "; only the first that is read is shown");
        } else {
            problems.add(column.position(), clash + "; rename one of them");
        }
    }

    private static void silence(QuerySet queries, List<Owner> silenced) {
        for (Sourced sourced : queries.all()) {
            QueryDraft draft = QueryDraft.of(sourced.query());
            List<Column> columns = new ArrayList<>(draft.columns);
            for (Owner owner : silenced) {
                if (owner.sourced().query().id().equals(draft.id)) {
                    Column column = owner.exposed().column();
                    columns.replaceAll(c -> c.equals(column) ? ColumnDraft.discarded(c) : c);
                }
            }
            if (!columns.equals(draft.columns)) {
                draft.columns = columns;
                queries.replace(new Sourced(draft.build(), sourced.source()));
            }
        }
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
                if (one.versions().overlaps(other.versions())) {
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
