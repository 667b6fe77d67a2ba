package io.dbvitals.query.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.select.Globs;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.query.Query;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.load.format.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All queries by id, in the order of their files; decides which of two with the same id stays. */
final class QuerySet {
    /**
     * Where a query comes from.
     *
     * @param include the number of the include, from 0; -1 for the files inside the program
     */
    record Source(int include, Format format) {
        boolean builtin() {
            return include < 0;
        }

        boolean foreign() {
            return format != Format.NATIVE;
        }
    }

    record Sourced(Query query, Source source) {}

    private final Map<String, Sourced> byId = new LinkedHashMap<>();
    private final Problems problems;
    private final Problems warnings;

    QuerySet(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    void add(Query query, Source source) {
        Sourced before = byId.get(query.id());
        if (before != null && before.source().builtin() && source.format() == Format.PG_EXPORTER) {
            // It has no more than the name in common with ours, which other things are made of.
            QueryDraft draft = QueryDraft.of(query);
            draft.id = Format.PG_EXPORTER.text() + "_" + query.id();
            warnings.add(
                    query.position(),
                    "the query \"" + query.id() + "\" is called \"" + draft.id + "\" here, beside the one at "
                            + before.query().position());
            add(draft.build(), source);
            return;
        }
        if (before == null) {
            if (query.override()) {
                warnings.add(
                        query.position(), "the query \"" + query.id() + "\" says \"override: true\" but is the first");
            }
        } else if (!mayReplace(query, source, before.source())) {
            problems.add(
                    query.position(),
                    "the query \"" + query.id() + "\" is already at "
                            + before.query().position() + "; "
                            + (source.foreign() ? "rename one of them" : "say \"override: true\" to replace that one"));
            return;
        } else if (!query.override()) {
            warnings.add(
                    query.position(),
                    "the query \"" + query.id() + "\" replaces the one at "
                            + before.query().position());
        }
        byId.put(query.id(), new Sourced(query, source));
    }

    private static boolean mayReplace(Query query, Source source, Source before) {
        boolean foreignOverBuiltin = source.foreign() && before.builtin();
        boolean laterBranch = source.format() == Format.PG_EXPORTER && source.equals(before);
        return query.override() || foreignOverBuiltin || laterBranch;
    }

    /** {@code enable} beats {@code enabled: false}, {@code disable} beats all. */
    void choose(Config.Queries config) {
        List<String> enable = config.enable();
        List<String> disable = config.disable();
        unused("queries.enable", enable);
        unused("queries.disable", disable);
        byId.replaceAll((id, sourced) -> {
            boolean on = (sourced.query().enabled() || Globs.any(enable, id)) && !Globs.any(disable, id);
            QueryDraft draft = QueryDraft.of(sourced.query());
            draft.enabled = on && !draft.variants.isEmpty();
            return new Sourced(draft.build(), sourced.source());
        });
    }

    private void unused(String key, List<String> globs) {
        for (int i = 0; i < globs.size(); i++) {
            String glob = globs.get(i);
            if (byId.keySet().stream().noneMatch(id -> Globs.any(List.of(glob), id))) {
                warnings.add(
                        new Position(key, i + 1, 1),
                        "\"" + glob + "\" is the id of no query" + Suggestion.of(glob, byId.keySet()));
            }
        }
    }

    List<Sourced> all() {
        return new ArrayList<>(byId.values());
    }

    void replace(Sourced sourced) {
        byId.put(sourced.query().id(), sourced);
    }
}
