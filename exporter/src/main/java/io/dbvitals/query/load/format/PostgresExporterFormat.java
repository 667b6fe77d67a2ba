package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.Requires;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.draft.ColumnDraft;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.draft.QueryRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code queries.yaml} of postgres_exporter, and CloudNativePG's dialect of it. */
public final class PostgresExporterFormat {
    static final List<String> CLOUD_NATIVE_KEYS = List.of("name", "primary", "predicate_query", "target_databases");

    private static final Set<String> KEYS = Set.of(
            "query",
            "metrics",
            "master",
            "cache_seconds",
            "runonserver",
            "name",
            "primary",
            "predicate_query",
            "target_databases");
    private static final Set<String> COLUMN_KEYS =
            Set.of("usage", "description", "metric_mapping", "pg_version", "name");
    private static final List<String> USAGES =
            List.of("LABEL", "COUNTER", "GAUGE", "HISTOGRAM", "MAPPEDMETRIC", "DURATION", "DISCARD");

    private final boolean cloudNative;
    private final Optional<String> metricPrefix;
    private final Problems problems;
    private final Problems warnings;

    private PostgresExporterFormat(
            boolean cloudNative, Optional<String> metricPrefix, Problems problems, Problems warnings) {
        this.cloudNative = cloudNative;
        this.metricPrefix = metricPrefix;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** A query without SQL, which turns a built-in of its name off, comes back without variants. */
    public static List<Query> read(
            YamlNode root, boolean cloudNative, Optional<String> metricPrefix, Problems problems, Problems warnings) {
        PostgresExporterFormat format = new PostgresExporterFormat(cloudNative, metricPrefix, problems, warnings);
        List<Query> queries = new ArrayList<>();
        MappingReader file = MappingReader.of(Foreign.lastWins(root, warnings), "a query file", problems);
        for (YamlNode.Entry entry : file.entries()) {
            String name = entry.key().text();
            // With its own prefix a query is no namesake of one inside the program, and must not take its place.
            QueryDraft draft = new QueryDraft(format.prefix(name), entry.key().position());
            String what = "the query \"" + name + "\"";
            queries.add(format.query(Foreign.reader(entry.value(), what, KEYS, problems, warnings), draft));
        }
        return queries;
    }

    private Query query(MappingReader reader, QueryDraft draft) {
        draft.prefix = reader.text("name")
                .filter(name -> cloudNative)
                .map(this::prefix)
                .orElse(draft.id);
        draft.timeout = Duration.ZERO;
        draft.ttl = Foreign.seconds(reader, "cache_seconds").orElse(Duration.ZERO);
        if (draft.ttl.isNegative()) {
            problems.add(reader.positionOf("cache_seconds"), "\"cache_seconds\" must not be negative");
        }
        draft.traits =
                new Traits(cloudNative ? Undeclared.FAIL : Undeclared.UNTYPED, false, true, !cloudNative, cloudNative);
        where(reader, draft);
        draft.columns = columns(reader);
        String sql = QueryDraft.sql(reader.text("query", ""));
        if (sql.isEmpty()) {
            warnings.add(draft.position, "the query \"" + draft.id + "\" is off: it has no SQL");
            draft.enabled = false;
        } else {
            draft.variants = List.of(new Variant(versions(reader), sql));
        }
        Query query = draft.build();
        QueryRules.check(query, problems, warnings);
        return query;
    }

    private String prefix(String name) {
        if (cloudNative) {
            return metricPrefix.orElse("cnpg") + "_" + name;
        }
        return metricPrefix
                .filter(prefix -> name.equals("pg") || name.startsWith("pg_"))
                .map(prefix -> prefix + name.substring(2))
                .orElse(name);
    }

    private void where(MappingReader reader, QueryDraft draft) {
        boolean primary = reader.bool("primary").orElse(false);
        boolean master = reader.bool("master").orElse(false);
        if (!cloudNative) {
            draft.scope = master ? Scope.SERVER : Scope.DATABASE;
            return;
        }
        draft.role = primary || master ? Role.PRIMARY : Role.ANY;
        draft.databases = reader.texts("target_databases");
        draft.scope = draft.databases.isEmpty() ? Scope.SERVER : Scope.DATABASE;
        String predicate = QueryDraft.sql(reader.text("predicate_query", ""));
        if (!predicate.isEmpty()) {
            draft.requires = new Requires(
                    Map.of(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new Predicate("", predicate, Duration.ZERO)));
        }
    }

    /** postgres_exporter reads {@code runonserver} and forgets it, so a text that is no range cannot have hurt. */
    private VersionRange versions(MappingReader reader) {
        Optional<String> text = reader.text("runonserver").filter(range -> !range.isBlank());
        Optional<VersionRange> range = text.flatMap(SemverRange::parse);
        if (text.isPresent() && range.isEmpty()) {
            (cloudNative ? problems : warnings)
                    .add(
                            reader.positionOf("runonserver"),
                            "\"" + text.get() + "\" is no version range; write for example \">=13.0.0 <17.0.0\""
                                    + (cloudNative ? "" : ". It is ignored, as postgres_exporter does"));
        }
        return range.orElse(VersionRange.ANY);
    }

    private List<Column> columns(MappingReader reader) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (YamlNode item : reader.items("metrics")) {
            for (YamlNode.Entry entry :
                    MappingReader.of(item, "an entry of \"metrics\"", problems).entries()) {
                String name = entry.key().text();
                Column before = columns.put(name, column(entry));
                if (before != null) {
                    warnings.add(
                            entry.key().position(), "the column \"" + name + "\" is given twice; the last one counts");
                }
            }
        }
        return List.copyOf(columns.values());
    }

    private Column column(YamlNode.Entry entry) {
        String name = entry.key().text();
        MappingReader reader =
                Foreign.reader(entry.value(), "the column \"" + name + "\"", COLUMN_KEYS, problems, warnings);
        ColumnDraft draft = new ColumnDraft(name, entry.key().position());
        draft.help = reader.text("description", "");
        Optional<String> usage = Foreign.usage(reader, name, USAGES, problems);
        if (!reader.has("usage")) {
            warnings.add(draft.position, "the column \"" + name + "\" has no \"usage\" and is discarded");
        }
        draft.use = use(usage.orElse("DISCARD"), name, reader);
        boolean value = !(draft.use instanceof Use.Label || draft.use instanceof Use.Discard);
        draft.onNull = value ? new OnNull.Value(Double.NaN) : new OnNull.Skip();
        // A label keeps its name in CloudNativePG too: only metrics are renamed.
        if (cloudNative && !(draft.use instanceof Use.Label)) {
            draft.name = reader.text("name", name);
        }
        if (draft.use instanceof Use.DurationText) {
            draft.name += "_milliseconds";
        }
        draft.versions = columnVersions(reader);
        return draft.build();
    }

    private VersionRange columnVersions(MappingReader reader) {
        Optional<String> text = reader.text("pg_version");
        Optional<VersionRange> range = text.flatMap(SemverRange::parse);
        if (text.isPresent() && range.isEmpty()) {
            warnings.add(reader.positionOf("pg_version"), "\"" + text.get() + "\" is no version range and is ignored");
        }
        return range.orElse(VersionRange.ANY);
    }

    private Use use(String usage, String column, MappingReader reader) {
        return switch (usage) {
            case "LABEL" -> new Use.Label();
            case "COUNTER" -> new Use.Counter();
            case "GAUGE" -> new Use.Gauge();
            case "HISTOGRAM" -> new Use.ArrayHistogram(column + "_bucket", column + "_sum", column + "_count", true);
            case "DURATION" -> new Use.DurationText(1000, 1000, true);
            case "MAPPEDMETRIC" -> new Use.MapText(mapping(reader));
            default -> new Use.Discard();
        };
    }

    private Map<String, Double> mapping(MappingReader reader) {
        Map<String, Double> values = new HashMap<>();
        reader.mapping("metric_mapping").ifPresent(map -> {
            for (YamlNode.Entry entry : map.entries()) {
                map.number(entry.key().text())
                        .ifPresent(number -> values.put(entry.key().text(), number));
            }
        });
        return values;
    }
}
