package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Requires;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.draft.QueryDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code requires} of a native query. */
final class NativeRequires {
    private NativeRequires() {}

    static Requires read(MappingReader reader) {
        Requires requires = new Requires(
                extensions(reader),
                reader.texts("schemas"),
                settings(reader),
                reader.texts("tags"),
                reader.texts("databases"),
                reader.texts("users"),
                predicates(reader));
        reader.finish();
        return requires;
    }

    private static Map<String, VersionRange> extensions(MappingReader reader) {
        Map<String, VersionRange> extensions = new LinkedHashMap<>();
        if (reader.node("extensions").filter(YamlNode.Mapping.class::isInstance).isEmpty()) {
            reader.texts("extensions").forEach(name -> extensions.put(name, VersionRange.ANY));
            return extensions;
        }
        MappingReader byName = reader.mapping("extensions").orElseThrow();
        for (YamlNode.Entry entry : byName.entries()) {
            String name = entry.key().text();
            String text = byName.text(name, "*");
            NativeFormat.range(text, entry.value().position(), reader.problems())
                    .ifPresent(range -> extensions.put(name, range));
        }
        return extensions;
    }

    private static Map<String, List<String>> settings(MappingReader reader) {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        reader.mapping("settings").ifPresent(byName -> {
            for (YamlNode.Entry entry : byName.entries()) {
                settings.put(
                        entry.key().text(), List.copyOf(byName.texts(entry.key().text())));
            }
        });
        return settings;
    }

    private static List<Predicate> predicates(MappingReader reader) {
        List<Predicate> predicates = new ArrayList<>();
        for (YamlNode item : reader.items("sql")) {
            if (item instanceof YamlNode.Scalar scalar) {
                predicates.add(new Predicate("", sql(scalar, reader.problems()), Duration.ZERO));
                continue;
            }
            MappingReader predicate = MappingReader.of(item, "an entry of \"requires.sql\"", reader.problems());
            String name = predicate.text("name", "");
            Duration ttl = predicate.duration("ttl").orElse(Duration.ZERO);
            String sql = QueryDraft.sql(predicate.requiredText("sql"));
            predicate.finish();
            predicates.add(new Predicate(name, sql, ttl));
        }
        return predicates;
    }

    private static String sql(YamlNode.Scalar scalar, Problems problems) {
        String sql = QueryDraft.sql(scalar.text());
        if (sql.isEmpty()) {
            problems.add(scalar.position(), "\"requires.sql\" is empty");
        }
        return sql;
    }
}
