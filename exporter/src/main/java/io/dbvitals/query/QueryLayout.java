package io.dbvitals.query;

import io.dbvitals.query.Column.Use;
import io.dbvitals.query.rows.ArrayHistogramSink;
import io.dbvitals.query.rows.InfoSink;
import io.dbvitals.query.rows.Layout;
import io.dbvitals.query.rows.RowHistogramSink;
import io.dbvitals.query.rows.RowMapper;
import io.dbvitals.query.rows.ScalarSink;
import io.dbvitals.query.rows.Sink;
import io.dbvitals.query.rows.StateSetSink;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Lays the columns of a query out over those that a result has. */
final class QueryLayout {
    private final Query query;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<Supplier<Sink>> sinks = new ArrayList<>();

    private QueryLayout(Query query) {
        this.query = query;
    }

    /**
     * What maps the rows of one query in one database.
     *
     * @param columns those that the server's version has
     * @param constants added to every series, unless a column gives a label of that name
     */
    static RowMapper mapper(
            String collector, Query query, List<Column> columns, Labels constants, LossListener losses) {
        Query.Limit limit = query.limit();
        return new RowMapper(
                rows -> new QueryLayout(query).over(rows, columns, constants),
                new RowMapper.Limits(limit.rows(), limit.series(), limit.topKeep()),
                new RowMapper.Losses() {
                    @Override
                    public void duplicates(int samples) {
                        losses.duplicates(collector, samples);
                    }

                    @Override
                    public void limited(int samples) {
                        losses.limited(collector, samples);
                    }
                });
    }

    private Layout over(Rows rows, List<Column> columns, Labels constants) throws CollectException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rows.columnCount(); i++) {
            names.add(rows.columnName(i));
            indexes.putIfAbsent(rows.columnName(i), i);
        }
        if (query.traits().exactColumns() && rows.columnCount() != columns.size()) {
            throw new CollectException(
                    Reason.BAD_DATA,
                    "the result has " + rows.columnCount() + " columns, the file describes " + columns.size());
        }
        TreeMap<String, Integer> labels = new TreeMap<>();
        Map<String, String> values = new HashMap<>();
        for (Label label : constants) {
            labels.put(label.getName(), -1);
            values.put(label.getName(), label.getValue());
        }
        Set<String> omitted = new HashSet<>();
        Map<String, Column> declared = new LinkedHashMap<>();
        for (Column column : columns) {
            declared.put(column.column(), column);
            if (column.use() instanceof Use.Label && present(column)) {
                labels.put(column.name(), indexes.get(column.column()));
                if (column.onNull() instanceof Column.OnNull.Omit) {
                    omitted.add(column.name());
                }
            }
        }
        addSinks(columns);
        addUndeclared(rows, declared);
        return new Layout(
                names,
                new Layout.LabelColumns(labels, values, omitted, query.limit().labelLength()),
                sinks,
                query.limit().topBy().map(indexes::get).map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private void addSinks(List<Column> columns) throws CollectException {
        Map<MetricMetadata, List<InfoSink.Part>> infos = new LinkedHashMap<>();
        Map<String, MetricMetadata> infoNames = new HashMap<>();
        for (Column column : columns) {
            Use use = column.use();
            Integer index = indexes.get(column.column());
            if (use instanceof Use.Label || use instanceof Use.Discard || !present(column) || index == null) {
                continue;
            }
            ColumnReader reader = new ColumnReader(
                    column, index, query.traits().lenient(), query.traits().wholeSeconds());
            if (use instanceof Use.Info info) {
                MetricMetadata name = infoNames.computeIfAbsent(column.name(), tail -> metadata(column, tail));
                infos.computeIfAbsent(name, key -> new ArrayList<>()).add(new InfoSink.Part(info.label(), index));
            } else if (use instanceof Use.StateSet states) {
                MetricMetadata name = metadata(column, column.name());
                sinks.add(() -> new StateSetSink(states.states(), index, name));
            } else if (use instanceof Use.RowHistogram histogram) {
                MetricMetadata name = metadata(column, column.name());
                RowHistogramSink.Shape shape = new RowHistogramSink.Shape(
                        histogram.buckets(), histogram.cumulative(), histogram.nativeHistogram(), histogram.asGauges());
                sinks.add(() -> new RowHistogramSink(shape, name, reader));
            } else if (use instanceof Use.ArrayHistogram histogram) {
                addArrayHistogram(column, histogram, index);
            } else {
                List<MetricMetadata> exposed = new ArrayList<>();
                exposed.add(metadata(column, column.name()));
                column.aliases().forEach(alias -> exposed.add(metadata(column, alias)));
                sinks.add(() -> new ScalarSink(type(use), exposed, reader));
            }
        }
        infos.forEach((name, parts) -> sinks.add(() -> new InfoSink(name, parts)));
    }

    private static ScalarSink.Type type(Use use) {
        if (use instanceof Use.Counter) {
            return ScalarSink.Type.COUNTER;
        }
        return use instanceof Use.Untyped ? ScalarSink.Type.UNTYPED : ScalarSink.Type.GAUGE;
    }

    private void addArrayHistogram(Column column, Use.ArrayHistogram histogram, int index) throws CollectException {
        Integer counts = indexes.get(histogram.counts());
        Integer sum = indexes.get(histogram.sum());
        Integer count = indexes.get(histogram.count());
        if (counts == null || sum == null || count == null) {
            if (query.traits().missingLabelFails() && query.traits().undeclared() == Query.Undeclared.FAIL) {
                throw new CollectException(
                        Reason.BAD_DATA,
                        "the result lacks one of " + histogram.counts() + ", " + histogram.sum() + ", "
                                + histogram.count());
            }
            return;
        }
        MetricMetadata name = metadata(column, column.name());
        ArrayHistogramSink.Indexes four = new ArrayHistogramSink.Indexes(index, counts, sum, count);
        boolean lenient = query.traits().lenient();
        sinks.add(() -> new ArrayHistogramSink(histogram.cumulative(), lenient, name, four));
    }

    private void addUndeclared(Rows rows, Map<String, Column> declared) throws CollectException {
        if (query.traits().undeclared() == Query.Undeclared.IGNORE) {
            return;
        }
        for (int i = 0; i < rows.columnCount(); i++) {
            String name = rows.columnName(i);
            if (declared.containsKey(name) || companion(name)) {
                continue;
            }
            if (query.traits().undeclared() == Query.Undeclared.FAIL) {
                throw new CollectException(
                        Reason.BAD_DATA,
                        "the result has the column " + name
                                + ", which the file does not describe; add it, or use: discard");
            }
            Column column = new Column(
                    name,
                    name,
                    List.of(),
                    "Unknown metric from " + query.prefix(),
                    new Use.Untyped(),
                    1,
                    false,
                    "",
                    new Column.OnNull.Value(Double.NaN),
                    VersionRange.ANY,
                    true,
                    query.position());
            if (PrometheusNaming.isValidLegacyMetricName(query.prefix() + "_" + name)) {
                List<MetricMetadata> exposed = List.of(metadata(column, name));
                ColumnReader reader =
                        new ColumnReader(column, i, true, query.traits().wholeSeconds());
                sinks.add(() -> new ScalarSink(ScalarSink.Type.UNTYPED, exposed, reader));
            }
        }
    }

    /** Whether a declared histogram reads that column too. */
    private boolean companion(String name) {
        return query.columns().stream()
                .anyMatch(column -> column.use() instanceof Use.ArrayHistogram histogram
                        && (name.equals(histogram.counts())
                                || name.equals(histogram.sum())
                                || name.equals(histogram.count())));
    }

    private boolean present(Column column) throws CollectException {
        if (indexes.containsKey(column.column())) {
            return true;
        }
        boolean needed = column.use() instanceof Use.Label || column.use() instanceof Use.RowHistogram;
        if (column.optional()
                || (needed
                        ? !query.traits().missingLabelFails()
                        : query.traits().lenient())) {
            return false;
        }
        throw new CollectException(
                Reason.BAD_DATA, "the result lacks the column " + column.column() + "; it has " + indexes.keySet());
    }

    private MetricMetadata metadata(Column column, String tail) {
        String name = query.prefix().isEmpty() ? tail : tail.isEmpty() ? query.prefix() : query.prefix() + "_" + tail;
        String help = column.help().isEmpty() ? query.help() : column.help();
        boolean unit = !column.unit().isEmpty() && name.endsWith("_" + column.unit());
        return unit ? new MetricMetadata(name, help, new Unit(column.unit())) : new MetricMetadata(name, help);
    }
}
