package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.Requires;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.draft.QueryRules;
import io.dbvitals.sql.Engine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The collector files of pg_exporter. */
public final class PgExporterFormat {
    private static final Set<String> KEYS = Set.of(
            "name",
            "desc",
            "query",
            "predicate_queries",
            "tags",
            "ttl",
            "timeout",
            "priority",
            "min_version",
            "max_version",
            "fatal",
            "skip",
            "metrics");
    private static final Set<String> PREDICATE_KEYS = Set.of("name", "predicate_query", "ttl");

    private final Problems problems;
    private final Problems warnings;

    private PgExporterFormat(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /** {@code rank} is the file's place in its folder, from 0: it orders the queries that give no priority. */
    public static List<Query> read(YamlNode root, int rank, Problems problems, Problems warnings) {
        PgExporterFormat format = new PgExporterFormat(problems, warnings);
        List<Query> queries = new ArrayList<>();
        for (YamlNode.Entry entry :
                MappingReader.of(root, "a query file", problems).entries()) {
            QueryDraft draft = new QueryDraft(entry.key().text(), entry.key().position());
            draft.priority += rank;
            String what = "the query \"" + draft.id + "\"";
            queries.add(format.query(Foreign.reader(entry.value(), what, KEYS, problems, warnings), draft));
        }
        return queries;
    }

    private Query query(MappingReader reader, QueryDraft draft) {
        draft.prefix = reader.text("name", draft.id);
        draft.help = reader.text("desc", "");
        draft.ttl =
                Foreign.seconds(reader, "ttl").filter(ttl -> !ttl.isNegative()).orElse(Duration.ZERO);
        draft.timeout = timeout(reader);
        draft.fatal = reader.bool("fatal").orElse(false);
        draft.enabled = !reader.bool("skip").orElse(false);
        draft.priority = reader.integer("priority").filter(p -> p != 0).orElse(draft.priority);
        draft.traits = new Traits(Undeclared.IGNORE, false, true, true, false);
        tags(reader, draft);
        VersionRange versions = versions(reader, draft);
        String sql = QueryDraft.sql(reader.text("query", ""));
        if (sql.isEmpty()) {
            problems.add(draft.position, "the query \"" + draft.id + "\" has no \"query\"");
        } else {
            draft.variants = List.of(new Variant(versions, sql));
        }
        draft.columns = PgExporterColumn.readAll(reader, warnings);
        Query query = draft.build();
        // pg_exporter's own files have such a query, switched off.
        QueryRules.checkHasMetric(query, query.enabled() ? problems : warnings);
        QueryRules.check(query, problems, warnings);
        return query;
    }

    /** Missing or 0 stands for pg_exporter's 100 ms, too short for a server that is not on the same machine: 2 s. */
    private static Duration timeout(MappingReader reader) {
        Duration timeout = Foreign.seconds(reader, "timeout").orElse(Duration.ZERO);
        if (timeout.isNegative()) {
            return Duration.ZERO;
        }
        return timeout.isZero() ? QueryDraft.DEFAULT_TIMEOUT : timeout;
    }

    private void tags(MappingReader reader, QueryDraft draft) {
        Map<String, VersionRange> extensions = new LinkedHashMap<>();
        List<String> schemas = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        List<String> databases = new ArrayList<>();
        List<String> users = new ArrayList<>();
        draft.scope = Scope.DATABASE;
        for (YamlNode.Scalar scalar : reader.scalars("tags")) {
            String tag = scalar.text().trim();
            String value = tag.substring(tag.indexOf(':') + 1);
            if (tag.startsWith("dbname:")) {
                databases.add(value);
            } else if (tag.startsWith("username:")) {
                users.add(value);
            } else if (tag.startsWith("extension:")) {
                extensions.put(value, VersionRange.ANY);
            } else if (tag.startsWith("schema:")) {
                schemas.add(value);
            } else if (tag.startsWith("not:")) {
                tags.add("!" + value);
            } else {
                switch (tag) {
                    case "cluster" -> draft.scope = Scope.SERVER;
                    case "primary", "master", "leader" -> role(draft, Role.PRIMARY, scalar);
                    case "standby", "replica", "slave" -> role(draft, Role.REPLICA, scalar);
                    case "pgbouncer" -> draft.engines = Set.of(Engine.PGBOUNCER);
                    default -> tags.add(tag);
                }
            }
        }
        if (draft.engines.contains(Engine.PGBOUNCER)) {
            draft.scope = Scope.SERVER;
        }
        draft.requires = new Requires(extensions, schemas, Map.of(), tags, databases, users, predicates(reader));
    }

    private void role(QueryDraft draft, Role role, YamlNode.Scalar tag) {
        if (draft.role != Role.ANY && draft.role != role) {
            warnings.add(
                    tag.position(),
                    "no server is a primary and a replica at once; the query \"" + draft.id + "\" never runs");
            draft.enabled = false;
        }
        draft.role = role;
    }

    private List<Predicate> predicates(MappingReader reader) {
        List<Predicate> predicates = new ArrayList<>();
        for (YamlNode item : reader.items("predicate_queries")) {
            MappingReader predicate =
                    Foreign.reader(item, "an entry of \"predicate_queries\"", PREDICATE_KEYS, problems, warnings);
            String sql = QueryDraft.sql(predicate.text("predicate_query", ""));
            if (sql.isEmpty()) {
                problems.add(item.position(), "an entry of \"predicate_queries\" has no \"predicate_query\"");
                continue;
            }
            Duration ttl = Foreign.seconds(predicate, "ttl").orElse(Duration.ZERO);
            predicates.add(new Predicate(predicate.text("name", ""), sql, ttl));
        }
        return predicates;
    }

    private VersionRange versions(MappingReader reader, QueryDraft draft) {
        boolean pgbouncer = draft.engines.contains(Engine.PGBOUNCER);
        String min = number(reader, "min_version")
                .map(v -> ">=" + version(v, pgbouncer))
                .orElse("");
        String max = number(reader, "max_version")
                .map(v -> "<" + version(v, pgbouncer))
                .orElse("");
        return VersionRange.parse((min + " " + max).trim()).orElse(VersionRange.ANY);
    }

    /** Always decimal: {@code 090400} is no octal number here. Empty for 0, which means no bound. */
    private Optional<Integer> number(MappingReader reader, String key) {
        Optional<String> text = reader.text(key);
        try {
            return text.map(String::trim)
                    .map(digits -> new BigDecimal(digits.replace("_", "")).intValueExact())
                    .filter(number -> number > 0);
        } catch (ArithmeticException | NumberFormatException e) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\" must be a version number such as 160004 or 090600, not \"" + text.orElse("")
                            + "\"");
            return Optional.empty();
        }
    }

    /** {@code 160004} is 16.4; {@code 90600} is 9.6; {@code 12400} of PgBouncer is 1.24. */
    private static String version(int number, boolean pgbouncer) {
        String text = number >= 100_000 && !pgbouncer
                ? number / 10_000 + "." + number % 10_000
                : number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
        while (text.endsWith(".0")) {
            text = text.substring(0, text.length() - 2);
        }
        return text;
    }
}
