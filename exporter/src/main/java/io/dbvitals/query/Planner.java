package io.dbvitals.query;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.ServerFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides, from what a server says of itself, which queries run in which of its databases, and why the others do not. */
final class Planner {
    /** The reason of what is out because its database could not be asked. */
    static final String NO_FACTS = "facts";

    private final String mainDatabase;
    private final String user;
    private final TargetConfig.Databases selection;
    private final List<String> tags;

    Planner(String mainDatabase, String user, TargetConfig.Databases selection, List<String> tags) {
        this.mainDatabase = mainDatabase;
        this.user = user;
        this.selection = selection;
        this.tags = List.copyOf(tags);
    }

    /** Reads the facts of a database when a query first asks for them. */
    interface FactsReader {
        DatabaseFacts read(String database) throws CollectException, InterruptedException;
    }

    List<Planned> plan(List<Query> queries, ServerFacts server, FactsReader reader) throws InterruptedException {
        Map<String, Optional<DatabaseFacts>> known = new HashMap<>();
        List<Planned> plan = new ArrayList<>();
        for (Query query : queries) {
            if (!query.engines().contains(server.engine())) {
                continue;
            }
            for (String database : databases(query, server)) {
                plan.add(decide(query, database, server, known, reader));
            }
        }
        return plan;
    }

    /** The databases in which per-database queries run, those of the target's own selection. */
    List<String> selected(ServerFacts server) {
        return selection.of(server.databases(), mainDatabase);
    }

    private List<String> databases(Query query, ServerFacts server) {
        if (query.scope() == Query.Scope.SERVER) {
            return List.of(mainDatabase);
        }
        if (query.databases().isEmpty()) {
            return selected(server);
        }
        // Databases named by the query itself are meant even where the target selects none but its own.
        List<String> from = selection.discover() ? selected(server) : server.databases();
        return from.stream().filter(name -> Globs.any(query.databases(), name)).toList();
    }

    private Planned decide(
            Query query,
            String database,
            ServerFacts server,
            Map<String, Optional<DatabaseFacts>> known,
            FactsReader reader)
            throws InterruptedException {
        if (!query.enabled()) {
            return Planned.out(query, database, "disabled", "off by default; name it in queries.enable");
        }
        if (query.role() == Query.Role.PRIMARY && server.replica()) {
            return Planned.out(query, database, "role", "for primaries; the server is a replica");
        }
        if (query.role() == Query.Role.REPLICA && !server.replica()) {
            return Planned.out(query, database, "role", "for replicas; the server is a primary");
        }
        Optional<Query.Variant> variant = query.variants().stream()
                .filter(each -> each.holds(server.engine(), server.version()))
                .findFirst();
        if (variant.isEmpty()) {
            return Planned.out(
                    query,
                    database,
                    "version",
                    "the server is " + server.version() + "; the query is for "
                            + String.join(
                                    ", ",
                                    query.variants().stream()
                                            .map(Query.Variant::servers)
                                            .toList()));
        }
        Requires requires = query.requires();
        for (String tag : requires.tags()) {
            boolean unwanted = tag.startsWith("!");
            if (tags.contains(unwanted ? tag.substring(1) : tag) == unwanted) {
                return Planned.out(
                        query,
                        database,
                        "tag",
                        "the target must "
                                + (unwanted ? "not bear the tag " + tag.substring(1) : "bear the tag " + tag));
            }
        }
        if (!requires.databases().isEmpty() && !Globs.any(requires.databases(), database)) {
            return Planned.out(query, database, "database", "only for databases " + requires.databases());
        }
        if (!requires.users().isEmpty() && !requires.users().contains(user)) {
            return Planned.out(query, database, "user", "only for users " + requires.users());
        }
        Optional<Planned> lacking = lacking(query, database, known, reader);
        return lacking.orElseGet(() -> Planned.in(
                query,
                database,
                variant.get().sql(),
                variant.get().servers().equals("*")
                        ? "runs"
                        : "runs; variant " + variant.get().servers()));
    }

    private Optional<Planned> lacking(
            Query query, String database, Map<String, Optional<DatabaseFacts>> known, FactsReader reader)
            throws InterruptedException {
        Requires requires = query.requires();
        if (requires.extensions().isEmpty()
                && requires.schemas().isEmpty()
                && requires.settings().isEmpty()) {
            return Optional.empty();
        }
        Optional<DatabaseFacts> facts = known.get(database);
        if (facts == null) {
            facts = read(database, reader);
            known.put(database, facts);
        }
        if (facts.isEmpty()) {
            return Optional.of(Planned.out(query, database, NO_FACTS, "what the database has could not be read"));
        }
        for (Map.Entry<String, VersionRange> extension : requires.extensions().entrySet()) {
            String version = facts.get().extensions().get(extension.getKey());
            if (version == null) {
                return Optional.of(Planned.out(
                        query,
                        database,
                        "extension",
                        "CREATE EXTENSION " + extension.getKey() + " is missing in " + database));
            }
            if (!extension.getValue().contains(version)) {
                return Optional.of(Planned.out(
                        query,
                        database,
                        "extension",
                        extension.getKey() + " is " + version + "; the query is for " + extension.getValue()));
            }
        }
        for (String schema : requires.schemas()) {
            if (!facts.get().schemas().contains(schema)) {
                return Optional.of(
                        Planned.out(query, database, "schema", "there is no schema " + schema + " in " + database));
            }
        }
        for (Map.Entry<String, List<String>> setting : requires.settings().entrySet()) {
            String value = facts.get().settings().get(setting.getKey());
            if (value == null || !setting.getValue().contains(value)) {
                return Optional.of(Planned.out(
                        query,
                        database,
                        "setting",
                        setting.getKey() + " is " + (value == null ? "unknown" : value) + ", not one of "
                                + setting.getValue()));
            }
        }
        return Optional.empty();
    }

    private static Optional<DatabaseFacts> read(String database, FactsReader reader) throws InterruptedException {
        try {
            return Optional.of(reader.read(database));
        } catch (CollectException e) {
            // The queries that ask for nothing run all the same, and say themselves what is wrong.
            return Optional.empty();
        }
    }
}
