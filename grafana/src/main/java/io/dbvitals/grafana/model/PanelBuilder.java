package io.dbvitals.grafana.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a panel together. */
public final class PanelBuilder {
    private final Kind kind;
    private final String title;
    private final Unit unit;
    private final String description;
    private final List<Query> queries = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private final List<Panel.Link> links = new ArrayList<>();
    private Limits limits = Limits.none();
    private Mapping mapping = Mapping.NONE;
    private Optional<Double> max = Optional.empty();
    private boolean stacked;
    private boolean signed;
    private String ifEmpty = "No data";

    private PanelBuilder(Kind kind, String title, Unit unit, String description) {
        this.kind = kind;
        this.title = title;
        this.unit = unit;
        this.description = description;
    }

    /** The newest value, large. */
    public static PanelBuilder stat(String title, Unit unit, String description) {
        return new PanelBuilder(Kind.STAT, title, unit, description);
    }

    /** Lines over time. */
    public static PanelBuilder graph(String title, Unit unit, String description) {
        return new PanelBuilder(Kind.TIMESERIES, title, unit, description);
    }

    /** The newest values, a line for each combination of labels. */
    public static PanelBuilder table(String title, String description) {
        return new PanelBuilder(Kind.TABLE, title, Unit.NUMBER, description);
    }

    /** The newest values as bars. */
    public static PanelBuilder bars(String title, Unit unit, String description) {
        return new PanelBuilder(Kind.BARGAUGE, title, unit, description);
    }

    /** How a histogram's observations spread over time. */
    public static PanelBuilder heatmap(String title, Unit unit, String description) {
        return new PanelBuilder(Kind.HEATMAP, title, unit, description);
    }

    /** Words, in Markdown. */
    public static PanelBuilder text(String title, String markdown) {
        return new PanelBuilder(Kind.TEXT, title, Unit.PLAIN, markdown);
    }

    /** One more query, and how its series are called. */
    public PanelBuilder query(String expr, String legend) {
        queries.add(new Query(expr, legend, unit, Limits.none()));
        return this;
    }

    /** One more column of a table. */
    public PanelBuilder column(String columnTitle, Unit columnUnit, String expr) {
        return column(columnTitle, columnUnit, expr, Limits.none());
    }

    /** One more column of a table, coloured. */
    public PanelBuilder column(String columnTitle, Unit columnUnit, String expr, Limits columnLimits) {
        queries.add(new Query(expr, columnTitle, columnUnit, columnLimits));
        return this;
    }

    public PanelBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    public PanelBuilder mapping(Mapping value) {
        mapping = value;
        return this;
    }

    /** The end of the scale, as 1 of a ratio. */
    public PanelBuilder max(double value) {
        max = Optional.of(value);
        return this;
    }

    /** Series are parts of a whole. */
    public PanelBuilder stacked() {
        stacked = true;
        return this;
    }

    /** Values may be below zero. */
    public PanelBuilder signed() {
        signed = true;
        return this;
    }

    /** What no data means here. */
    public PanelBuilder ifEmpty(String text) {
        ifEmpty = text;
        return this;
    }

    /** Alerts that look at the same numbers. */
    public PanelBuilder alerts(String... names) {
        alerts.addAll(List.of(names));
        return this;
    }

    /** From a value to the dashboard, with these labels of the value chosen there. */
    public PanelBuilder link(String linkTitle, String uid, String... labels) {
        links.add(new Panel.Link(linkTitle, uid, List.of(labels)));
        return this;
    }

    Panel build() {
        return new Panel(
                kind, title, description, unit, queries, limits, mapping, max, stacked, signed, ifEmpty, alerts, links);
    }
}
