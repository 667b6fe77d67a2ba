package io.dbvitals.query.write;

import io.dbvitals.query.Column;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Limit;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.Requires;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.sql.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prints queries of any origin as a native file, which loads again to equal queries. */
public final class QueryWriter {
    private final YamlText yaml = new YamlText();

    private QueryWriter() {}

    /** What the native format cannot say stands in comments. */
    public static String write(List<Query> queries) {
        QueryWriter writer = new QueryWriter();
        writer.yaml.line(0, "version: 1");
        writer.yaml.line(0, queries.isEmpty() ? "queries: {}" : "queries:");
        queries.forEach(writer::query);
        return writer.yaml.text();
    }

    private void query(Query query) {
        if (query.variants().isEmpty()) {
            yaml.comment(1, query.id() + " is left out: it has no SQL, which turns a built-in query of that name off;");
            yaml.comment(1, "write its id under queries.disable of dbvitals.yaml instead");
            return;
        }
        yaml.line(1, YamlText.quoted(query.id()) + ":");
        text("help", query.help(), "");
        text("prefix", query.prefix(), query.id());
        if (!query.engines().equals(Set.of(Engine.POSTGRES))) {
            List<String> engines =
                    query.engines().stream().sorted().map(QueryWriter::lower).toList();
            yaml.line(2, "engine: " + YamlText.list(engines));
        }
        flag("scope: database", query.scope() == Scope.DATABASE);
        list(2, "databases", query.databases());
        flag("role: " + lower(query.role()), query.role() != Role.ANY);
        flag("enabled: false", !query.enabled());
        flag("override: true", query.override());
        flag("fatal: true", query.fatal());
        flag("priority: " + query.priority(), query.priority() != QueryDraft.DEFAULT_PRIORITY);
        traits(query.traits());
        requires(query.requires());
        duration("ttl", query.ttl(), Duration.ZERO);
        duration("timeout", query.timeout(), QueryDraft.DEFAULT_TIMEOUT);
        flag("refresh: background", query.background());
        flag(
                "on_error: {stale: " + YamlText.duration(query.staleFor()) + "}",
                !query.staleFor().isZero());
        limit(query.limit());
        variants(query.variants());
        if (!query.columns().isEmpty()) {
            yaml.line(2, "columns:");
            for (Column column : query.columns()) {
                yaml.line(3, YamlText.quoted(column.column()) + ": " + ColumnWriter.write(column));
            }
        }
    }

    private void traits(Traits traits) {
        flag("undeclared: " + lower(traits.undeclared()), traits.undeclared() != Undeclared.FAIL);
        flag("datname: false", !traits.autoDatname());
        flag("lenient: true", traits.lenient());
        flag("exact_columns: true", traits.exactColumns());
        if (!traits.missingLabelFails()) {
            yaml.comment(2, "a missing label column does not fail this query; natively it does");
        }
    }

    private void requires(Requires requires) {
        if (requires.equals(Requires.NOTHING)) {
            return;
        }
        yaml.line(2, "requires:");
        if (!requires.extensions().isEmpty()) {
            yaml.line(3, "extensions:");
            for (Map.Entry<String, VersionRange> extension : new TreeMap<>(requires.extensions()).entrySet()) {
                yaml.line(
                        4,
                        YamlText.quoted(extension.getKey()) + ": "
                                + YamlText.quoted(extension.getValue().toString()));
            }
        }
        list(3, "schemas", requires.schemas());
        if (!requires.settings().isEmpty()) {
            yaml.line(3, "settings:");
            new TreeMap<>(requires.settings()).forEach((name, values) -> list(4, YamlText.quoted(name), values));
        }
        list(3, "tags", requires.tags());
        list(3, "databases", requires.databases());
        list(3, "users", requires.users());
        if (!requires.predicates().isEmpty()) {
            yaml.line(3, "sql:");
            requires.predicates().forEach(this::predicate);
        }
    }

    private void predicate(Predicate predicate) {
        yaml.line(4, "- name: " + YamlText.quoted(predicate.name()));
        if (!predicate.ttl().isZero()) {
            yaml.line(5, "ttl: " + YamlText.duration(predicate.ttl()));
        }
        yaml.block(5, "sql", predicate.sql());
    }

    private void limit(Limit limit) {
        if (limit.equals(Limit.DEFAULT)) {
            return;
        }
        String top = limit.topBy()
                .map(by -> ", top: {by: " + YamlText.quoted(by) + ", keep: " + limit.topKeep() + "}")
                .orElse("");
        yaml.line(
                2,
                "limit: {rows: " + limit.rows() + ", series: " + limit.series() + top + ", label_length: "
                        + limit.labelLength() + "}");
    }

    private void variants(List<Variant> variants) {
        if (variants.size() == 1 && variants.get(0).servers().equals("*")) {
            yaml.block(2, "sql", variants.get(0).sql());
            return;
        }
        yaml.line(2, "sql:");
        for (Variant variant : variants) {
            yaml.block(3, YamlText.quoted(variant.servers()), variant.sql());
        }
    }

    private void text(String key, String value, String byDefault) {
        flag(key + ": " + YamlText.quoted(value), !value.equals(byDefault));
    }

    private void duration(String key, Duration value, Duration byDefault) {
        flag(key + ": " + YamlText.duration(value), !value.equals(byDefault));
    }

    private void list(int depth, String key, List<String> values) {
        if (!values.isEmpty()) {
            yaml.line(depth, key + ": " + YamlText.list(values));
        }
    }

    private void flag(String line, boolean written) {
        if (written) {
            yaml.line(2, line);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
