package io.dbvitals.query.write;

import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One column in flow style: {@code {use: gauge, name: x}}. */
final class ColumnWriter {
    private final List<String> parts = new ArrayList<>();

    private ColumnWriter() {}

    static String write(Column column) {
        ColumnWriter writer = new ColumnWriter();
        writer.use(column.column(), column.use());
        writer.rest(column);
        return "{" + String.join(", ", writer.parts) + "}";
    }

    private void use(String column, Use use) {
        if (use instanceof Use.Label) {
            add("use", "label");
        } else if (use instanceof Use.Gauge) {
            add("use", "gauge");
        } else if (use instanceof Use.Counter) {
            add("use", "counter");
        } else if (use instanceof Use.Untyped) {
            add("use", "untyped");
        } else if (use instanceof Use.Discard) {
            add("use", "discard");
        } else if (use instanceof Use.Info info) {
            add("use", "info");
            text("label", info.label(), column);
        } else if (use instanceof Use.StateSet states) {
            add("use", "stateset");
            add("states", YamlText.list(states.states()));
        } else if (use instanceof Use.MapText map) {
            add("use", "map");
            add(
                    "map",
                    new TreeMap<>(map.values())
                            .entrySet().stream()
                                    .map(e -> YamlText.quoted(e.getKey()) + ": " + YamlText.number(e.getValue()))
                                    .collect(Collectors.joining(", ", "{", "}")));
        } else if (use instanceof Use.DurationText duration) {
            add("use", "duration");
            addIf("duration_unit", "milliseconds", duration.perSecond() == 1000);
        } else if (use instanceof Use.RowHistogram rows) {
            add("use", "histogram");
            add("from", "rows");
            if (!rows.buckets().isEmpty()) {
                add(
                        "buckets",
                        rows.buckets().stream().map(YamlText::number).collect(Collectors.joining(", ", "[", "]")));
            }
            addIf("native", "true", rows.nativeHistogram());
            addIf("temporality", "cumulative", rows.cumulative());
            addIf("as_gauges", "true", rows.asGauges());
        } else if (use instanceof Use.ArrayHistogram arrays) {
            add("use", "histogram");
            add("from", "arrays");
            text("counts", arrays.counts(), column + "_bucket");
            text("sum", arrays.sum(), column + "_sum");
            text("count", arrays.count(), column + "_count");
            addIf("temporality", "snapshot", !arrays.cumulative());
        }
    }

    private void rest(Column column) {
        text("name", column.name(), column.column());
        if (!column.aliases().isEmpty()) {
            add("aliases", YamlText.list(column.aliases()));
        }
        text("help", column.help(), "");
        addIf("scale", YamlText.number(column.scale()), column.scale() != 1);
        addIf("scale_times", "false", column.scale() != 1 && !column.scaleTimesAndBooleans());
        text("unit", column.unit(), "");
        if (column.onNull() instanceof OnNull.Value value) {
            add("on_null", Double.isNaN(value.value()) ? "nan" : YamlText.number(value.value()));
        }
        addIf("on_null", "omit", column.onNull() instanceof OnNull.Omit);
        text("versions", column.versions().toString(), VersionRange.ANY.toString());
        addIf("optional", "true", column.optional());
    }

    private void text(String key, String value, String byDefault) {
        addIf(key, YamlText.quoted(value), !value.equals(byDefault));
    }

    private void addIf(String key, String value, boolean written) {
        if (written) {
            add(key, value);
        }
    }

    private void add(String key, String value) {
        parts.add(key + ": " + value);
    }
}
