package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.draft.ColumnDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code metrics} of a pg_exporter collector: a list of mappings with one key, the column. */
final class PgExporterColumn {
    private static final Set<String> KEYS =
            Set.of("name", "usage", "rename", "bucket", "scale", "default", "description");
    private static final List<String> USAGES = List.of("LABEL", "COUNTER", "GAUGE", "HISTOGRAM", "DISCARD");

    private PgExporterColumn() {}

    static List<Column> readAll(MappingReader query, Problems warnings) {
        Problems problems = query.problems();
        List<Column> columns = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlNode item : query.items("metrics")) {
            List<YamlNode.Entry> entries =
                    MappingReader.of(item, "an entry of \"metrics\"", problems).entries();
            if (entries.size() != 1) {
                problems.add(
                        item.position(), "an entry of \"metrics\" must name exactly one column, not " + entries.size());
                continue;
            }
            Column column = read(entries.get(0), problems, warnings);
            Integer before =
                    lines.putIfAbsent(column.column(), column.position().line());
            if (before != null) {
                problems.add(
                        column.position(), "the column \"" + column.column() + "\" is already given at line " + before);
            }
            columns.add(column);
        }
        return columns;
    }

    private static Column read(YamlNode.Entry entry, Problems problems, Problems warnings) {
        String key = entry.key().text();
        MappingReader reader = Foreign.reader(entry.value(), "the column \"" + key + "\"", KEYS, problems, warnings);
        ColumnDraft draft =
                new ColumnDraft(reader.text("name", key), entry.key().position());
        draft.name = reader.text("rename").filter(name -> !name.isEmpty()).orElse(draft.column);
        draft.help = reader.text("description", "");
        if (!reader.has("usage")) {
            problems.add(draft.position, "the column \"" + key + "\" has no \"usage\"");
        }
        String usage = Foreign.usage(reader, key, USAGES, problems).orElse("DISCARD");
        draft.use = use(usage, reader);
        draft.scale = reader.number("scale").orElse(1.0);
        // pg_exporter has no other way to say NaN: a NULL without a default is one.
        draft.onNull = reader.number("default").<OnNull>map(OnNull.Value::new).orElseGet(() -> absent(usage));
        return draft.build();
    }

    private static OnNull absent(String usage) {
        boolean value = usage.equals("GAUGE") || usage.equals("COUNTER");
        return value ? new OnNull.Value(Double.NaN) : new OnNull.Skip();
    }

    private static Use use(String usage, MappingReader reader) {
        return switch (usage) {
            case "LABEL" -> new Use.Label();
            case "COUNTER" -> new Use.Counter();
            case "GAUGE" -> new Use.Gauge();
            case "HISTOGRAM" -> histogram(reader);
            default -> new Use.Discard();
        };
    }

    private static Use histogram(MappingReader reader) {
        List<YamlNode.Scalar> bounds = reader.scalars("bucket");
        if (bounds.isEmpty()) {
            reader.problems().add(reader.position(), "a HISTOGRAM needs \"bucket: [1, 10]\", its upper bounds");
        }
        return new Use.RowHistogram(NativeColumn.buckets(bounds, reader.problems()), false, false, true);
    }
}
