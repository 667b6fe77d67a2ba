package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.draft.ColumnDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One entry of the {@code columns} of a native query. */
final class NativeColumn {
    private final MappingReader reader;
    private final Problems problems;
    private final ColumnDraft draft;

    private NativeColumn(MappingReader reader, ColumnDraft draft) {
        this.reader = reader;
        this.problems = reader.problems();
        this.draft = draft;
    }

    static Column read(String column, Position position, MappingReader reader) {
        return new NativeColumn(reader, new ColumnDraft(column, position)).read();
    }

    private enum Kind {
        LABEL,
        GAUGE,
        COUNTER,
        HISTOGRAM,
        INFO,
        STATESET,
        MAP,
        DURATION,
        UNTYPED,
        DISCARD
    }

    private enum From {
        ROWS,
        ARRAYS
    }

    private enum Temporality {
        SNAPSHOT,
        CUMULATIVE
    }

    private enum DurationUnit {
        SECONDS,
        MILLISECONDS
    }

    private Column read() {
        draft.name = reader.text("name", draft.column);
        draft.aliases = reader.texts("aliases");
        draft.help = reader.text("help", "");
        draft.unit = reader.text("unit", "");
        draft.scale = reader.number("scale").orElse(1.0);
        if (draft.scale == 0 || !Double.isFinite(draft.scale)) {
            problems.add(reader.positionOf("scale"), "\"scale\" must be a finite number other than 0");
        }
        boolean scaleTimes = reader.bool("scale_times").orElse(true);
        draft.scaleTimesAndBooleans = scaleTimes && draft.scale != 1;
        draft.onNull = onNull();
        reader.text("versions")
                .flatMap(text -> NativeFormat.range(text, reader.positionOf("versions"), problems))
                .ifPresent(range -> draft.versions = range);
        draft.optional = reader.bool("optional").orElse(false);
        Optional<Kind> kind = reader.choice("use", Kind.class);
        if (!reader.has("use")) {
            problems.add(
                    draft.position,
                    "the column \"" + draft.column + "\" has no \"use\"; say label, gauge, counter, … or discard");
        }
        if (kind.isPresent()) {
            draft.use = use(kind.get());
            reader.finish();
        }
        return draft.build();
    }

    private OnNull onNull() {
        String text = reader.text("on_null", "skip").toLowerCase(Locale.ROOT);
        if (text.equals("skip")) {
            return new OnNull.Skip();
        }
        if (text.equals("omit")) {
            if (reader.text("use").filter("label"::equalsIgnoreCase).isEmpty()) {
                problems.add(reader.positionOf("on_null"), "\"on_null: omit\" is for labels only");
            }
            return new OnNull.Omit();
        }
        try {
            return new OnNull.Value(text.equals("nan") ? Double.NaN : Double.parseDouble(text));
        } catch (NumberFormatException e) {
            problems.add(
                    reader.positionOf("on_null"),
                    "\"on_null\" must be skip, omit, nan or a number, not \"" + text + "\"");
            return new OnNull.Skip();
        }
    }

    private Use use(Kind kind) {
        return switch (kind) {
            case LABEL -> new Use.Label();
            case GAUGE -> new Use.Gauge();
            case COUNTER -> new Use.Counter();
            case UNTYPED -> new Use.Untyped();
            case DISCARD -> new Use.Discard();
            case INFO -> new Use.Info(reader.text("label", draft.column));
            case STATESET -> stateSet();
            case MAP -> map();
            case DURATION ->
                reader.choice("duration_unit", DurationUnit.class).orElse(DurationUnit.SECONDS) == DurationUnit.SECONDS
                        ? new Use.DurationText(1, 1000, false)
                        : new Use.DurationText(1000, 1000, true);
            case HISTOGRAM ->
                reader.choice("from", From.class).orElse(From.ROWS) == From.ROWS ? rowHistogram() : arrayHistogram();
        };
    }

    private Use stateSet() {
        List<String> states = reader.texts("states");
        if (states.isEmpty()) {
            problems.add(draft.position, "the stateset \"" + draft.column + "\" needs \"states: [a, b]\"");
        }
        return new Use.StateSet(states);
    }

    private Use map() {
        Map<String, Double> values = new LinkedHashMap<>();
        reader.mapping("map").ifPresent(map -> {
            for (YamlNode.Entry entry : map.entries()) {
                map.number(entry.key().text())
                        .ifPresent(number -> values.put(entry.key().text(), number));
            }
        });
        if (!reader.has("map")) {
            problems.add(draft.position, "the column \"" + draft.column + "\" needs \"map: {\"text\": number}\"");
        }
        return new Use.MapText(values);
    }

    private Use rowHistogram() {
        List<YamlNode.Scalar> bounds = reader.scalars("buckets");
        List<Double> buckets = buckets(bounds, problems);
        boolean nativeHistogram = reader.bool("native").orElse(false);
        if (bounds.isEmpty() && !nativeHistogram) {
            problems.add(
                    draft.position,
                    "the histogram \"" + draft.column + "\" needs \"buckets: [1, 10]\" or \"native: true\"");
        }
        boolean cumulative = reader.choice("temporality", Temporality.class)
                .filter(Temporality.CUMULATIVE::equals)
                .isPresent();
        return new Use.RowHistogram(
                buckets, cumulative, nativeHistogram, reader.bool("as_gauges").orElse(false));
    }

    private Use arrayHistogram() {
        return new Use.ArrayHistogram(
                reader.text("counts", draft.column + "_bucket"),
                reader.text("sum", draft.column + "_sum"),
                reader.text("count", draft.column + "_count"),
                reader.choice("temporality", Temporality.class)
                        .filter(Temporality.SNAPSHOT::equals)
                        .isEmpty());
    }

    /** Finite and strictly increasing upper bounds; what is not, is a problem and left out. */
    static List<Double> buckets(List<YamlNode.Scalar> bounds, Problems problems) {
        List<Double> buckets = new ArrayList<>();
        for (YamlNode.Scalar bound : bounds) {
            double number;
            try {
                number = Double.parseDouble(bound.text());
            } catch (NumberFormatException e) {
                number = Double.NaN;
            }
            if (!Double.isFinite(number)) {
                problems.add(
                        bound.position(),
                        "a bucket's upper bound must be a finite number, not \"" + bound.text()
                                + "\"; +Inf is added by itself");
            } else if (!buckets.isEmpty() && number <= buckets.get(buckets.size() - 1)) {
                problems.add(bound.position(), "the buckets must increase: " + bound.text() + " is not larger");
            } else {
                buckets.add(number);
            }
        }
        return buckets;
    }
}
