package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Column;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Limit;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.draft.QueryRules;
import io.dbvitals.sql.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our own format, which {@code config/queries/README.md} describes; read strictly. */
public final class NativeFormat {
    private final Problems problems;
    private final Problems warnings;

    private NativeFormat(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Mistakes go to {@code problems}, what is tolerated to {@code warnings}; a query with a mistake is among the result all the same. */
    public static List<Query> read(YamlNode root, Problems problems, Problems warnings) {
        return new NativeFormat(problems, warnings).file(MappingReader.of(root, "a query file", problems));
    }

    private List<Query> file(MappingReader file) {
        file.integer("version")
                .filter(version -> version != 1)
                .ifPresent(version -> problems.add(
                        file.positionOf("version"),
                        "version " + version + " of the query format is unknown; 1 is the only one"));
        Optional<MappingReader> defaults = file.mapping("defaults");
        Optional<MappingReader> entries = file.mapping("queries");
        if (entries.isEmpty()) {
            problems.add(file.position(), "\"queries\" is missing; it holds the queries by their id");
        }
        file.finish();
        // Read once for its own mistakes, so that they are told even when there is no query.
        defaults.ifPresent(reader -> {
            shared(reader, new QueryDraft("", reader.position()));
            reader.finish();
        });
        List<Query> queries = new ArrayList<>();
        for (YamlNode.Entry entry : entries.map(MappingReader::entries).orElse(List.of())) {
            QueryDraft draft = new QueryDraft(entry.key().text(), entry.key().position());
            defaults.ifPresent(reader -> shared(new MappingReader(silent(reader), new Problems()), draft));
            queries.add(query(MappingReader.of(entry.value(), "the query \"" + draft.id + "\"", problems), draft));
        }
        return queries;
    }

    private static YamlNode.Mapping silent(MappingReader reader) {
        return new YamlNode.Mapping(reader.position(), reader.entries());
    }

    private Query query(MappingReader reader, QueryDraft draft) {
        if (draft.id.isBlank()) {
            problems.add(draft.position, "a query needs an id");
        }
        draft.help = reader.text("help", "");
        // An empty prefix is legal, so that absence and "" differ.
        draft.prefix = reader.text("prefix", draft.id);
        reader.choice("scope", Scope.class).ifPresent(scope -> draft.scope = scope);
        draft.databases = reader.texts("databases");
        if (!draft.databases.isEmpty() && draft.scope == Scope.SERVER) {
            problems.add(reader.positionOf("databases"), "\"databases\" needs \"scope: database\"");
        }
        draft.enabled = reader.bool("enabled").orElse(true);
        draft.override = reader.bool("override").orElse(false);
        draft.fatal = reader.bool("fatal").orElse(false);
        draft.priority = reader.integer("priority").orElse(draft.priority);
        shared(reader, draft);
        draft.traits = traits(reader);
        draft.variants = variants(reader, draft);
        draft.columns = columns(reader, draft);
        reader.finish();
        if (draft.background && draft.ttl.isZero()) {
            problems.add(reader.positionOf("refresh"), "\"refresh: background\" needs a \"ttl\": how often to read");
        }
        Query query = draft.build();
        if (!query.columns().isEmpty() && draft.traits.undeclared() != Undeclared.UNTYPED) {
            QueryRules.checkHasMetric(query, problems);
        }
        // What a foreign file could say, its converted form can say too.
        QueryRules.check(query, problems, query.traits().lenient() ? warnings : problems);
        return query;
    }

    /** What {@code defaults} may hold too. */
    private static void shared(MappingReader reader, QueryDraft draft) {
        reader.duration("timeout").ifPresent(timeout -> draft.timeout = timeout);
        reader.duration("ttl").ifPresent(ttl -> draft.ttl = ttl);
        reader.choice("role", Role.class).ifPresent(role -> draft.role = role);
        reader.choice("refresh", Refresh.class).ifPresent(refresh -> draft.background = refresh == Refresh.BACKGROUND);
        engines(reader).ifPresent(engines -> draft.engines = engines);
        onError(reader).ifPresent(stale -> draft.staleFor = stale);
        reader.mapping("limit").ifPresent(limit -> draft.limit = limit(limit, draft.limit));
        reader.mapping("requires").ifPresent(requires -> draft.requires = NativeRequires.read(requires));
    }

    private enum Refresh {
        SCRAPE,
        BACKGROUND
    }

    private static Optional<Set<Engine>> engines(MappingReader reader) {
        Map<String, Engine> byName = new LinkedHashMap<>();
        for (Engine engine : Engine.values()) {
            byName.put(engine.name().toLowerCase(Locale.ROOT), engine);
        }
        EnumSet<Engine> engines = EnumSet.noneOf(Engine.class);
        for (YamlNode.Scalar scalar : reader.scalars("engine")) {
            Engine engine = byName.get(scalar.text().toLowerCase(Locale.ROOT));
            if (engine == null) {
                String message = "\"engine\" cannot be \"" + scalar.text() + "\""
                        + Suggestion.of(scalar.text(), byName.keySet()) + "; it is one of "
                        + String.join(", ", byName.keySet());
                reader.problems().add(scalar.position(), message);
            } else {
                engines.add(engine);
            }
        }
        return engines.isEmpty() ? Optional.empty() : Optional.of(engines);
    }

    private static Optional<Duration> onError(MappingReader reader) {
        Optional<YamlNode> node = reader.node("on_error");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof YamlNode.Scalar scalar && scalar.text().equals("drop")) {
            return Optional.of(Duration.ZERO);
        }
        if (node.get() instanceof YamlNode.Mapping mapping) {
            MappingReader stale = new MappingReader(mapping, reader.problems());
            Optional<Duration> duration = stale.duration("stale");
            stale.finish();
            return duration;
        }
        reader.problems()
                .add(
                        node.get().position(),
                        "\"on_error\" must be drop or {stale: 5m}, not "
                                + node.get().kind());
        return Optional.empty();
    }

    private static Limit limit(MappingReader reader, Limit before) {
        int rows = positive(reader, "rows", before.rows());
        int series = positive(reader, "series", before.series());
        int labelLength = positive(reader, "label_length", before.labelLength());
        Optional<String> by = before.topBy();
        int keep = before.topKeep();
        Optional<MappingReader> top = reader.mapping("top");
        if (top.isPresent()) {
            by = Optional.of(top.get().requiredText("by")).filter(column -> !column.isEmpty());
            if (!top.get().has("keep")) {
                reader.problems().add(top.get().position(), "\"keep\" is missing: how many rows to keep");
            }
            keep = positive(top.get(), "keep", keep);
            top.get().finish();
        }
        reader.finish();
        return new Limit(rows, series, by, keep, labelLength);
    }

    private static int positive(MappingReader reader, String key, int byDefault) {
        int number = reader.integer(key).orElse(byDefault);
        if (number < 1) {
            reader.problems().add(reader.positionOf(key), "\"" + key + "\" must be 1 or more, not " + number);
        }
        return number;
    }

    private static Traits traits(MappingReader reader) {
        Traits strict = Traits.NATIVE;
        return new Traits(
                reader.choice("undeclared", Undeclared.class).orElse(strict.undeclared()),
                reader.bool("datname").orElse(strict.autoDatname()),
                strict.missingLabelFails(),
                reader.bool("lenient").orElse(strict.lenient()),
                reader.bool("exact_columns").orElse(strict.exactColumns()));
    }

    private List<Variant> variants(MappingReader reader, QueryDraft draft) {
        Optional<YamlNode> node = reader.node("sql");
        if (node.isEmpty()) {
            problems.add(draft.position, "the query \"" + draft.id + "\" has no \"sql\"");
            return List.of();
        }
        if (!(node.get() instanceof YamlNode.Mapping mapping)) {
            return reader.text("sql")
                    .map(text -> List.of(new Variant(VersionRange.ANY, sql(text, reader.positionOf("sql")))))
                    .orElse(List.of());
        }
        MappingReader byVersion = new MappingReader(mapping, problems);
        List<Variant> variants = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Optional<Variant> servers = servers(entry.key(), draft);
            Optional<String> text = byVersion.text(entry.key().text());
            Position at = entry.value().position();
            if (text.isEmpty() && entry.value() instanceof YamlNode.Scalar) {
                problems.add(at, "the SQL for \"" + entry.key().text() + "\" is empty");
            }
            if (servers.isPresent() && text.isPresent()) {
                variants.add(new Variant(servers.get().engine(), servers.get().versions(), sql(text.get(), at)));
            }
        }
        if (mapping.entries().isEmpty()) {
            problems.add(mapping.position(), "the query \"" + draft.id + "\" has no \"sql\"");
        }
        return variants;
    }

    /** {@code >=13}, {@code mariadb} or {@code mysql >=8.0.28}: a variant still without its text. */
    private Optional<Variant> servers(YamlNode.Scalar key, QueryDraft draft) {
        for (Engine engine : draft.engines) {
            String name = engine.name().toLowerCase(Locale.ROOT);
            if (key.text().equals(name) || key.text().startsWith(name + " ")) {
                String rest = key.text().substring(name.length()).strip();
                Optional<VersionRange> range =
                        rest.isEmpty() ? Optional.of(VersionRange.ANY) : range(rest, key.position(), problems);
                return range.map(versions -> new Variant(Optional.of(engine), versions, ""));
            }
        }
        return range(key.text(), key.position(), problems).map(versions -> new Variant(versions, ""));
    }

    private String sql(String text, Position at) {
        String sql = QueryDraft.sql(text);
        if (sql.isEmpty()) {
            problems.add(at, "\"sql\" is empty");
        }
        return sql;
    }

    /** {@code *} is every version. */
    static Optional<VersionRange> range(String text, Position at, Problems problems) {
        if (text.trim().equals("*")) {
            return Optional.of(VersionRange.ANY);
        }
        Optional<VersionRange> range = VersionRange.parse(text);
        if (range.isEmpty()) {
            problems.add(at, "\"" + text + "\" is no version range; write for example \">=13 <18\", \"16\" or \"*\"");
        }
        return range;
    }

    private List<Column> columns(MappingReader reader, QueryDraft draft) {
        Optional<MappingReader> columns = reader.mapping("columns");
        List<Column> read = new ArrayList<>();
        for (YamlNode.Entry entry : columns.map(MappingReader::entries).orElse(List.of())) {
            String name = entry.key().text();
            read.add(NativeColumn.read(
                    name,
                    entry.key().position(),
                    MappingReader.of(entry.value(), "the column \"" + name + "\"", problems)));
        }
        if (read.isEmpty() && draft.traits.undeclared() != Undeclared.UNTYPED) {
            problems.add(
                    draft.position,
                    "the query \"" + draft.id + "\" has no \"columns\"; every column of its result must be named");
        }
        return read;
    }
}
