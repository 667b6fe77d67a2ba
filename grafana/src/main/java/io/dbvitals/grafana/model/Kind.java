package io.dbvitals.grafana.model;

/** Grafana's panels that are used, and how high each is in units of its grid. */
public enum Kind {
    STAT("stat", 4),
    TIMESERIES("timeseries", 8),
    TABLE("table", 9),
    BARGAUGE("bargauge", 8),
    HEATMAP("heatmap", 8),
    TEXT("text", 3);

    private final String type;
    private final int height;

    Kind(String type, int height) {
        this.type = type;
        this.height = height;
    }

    /** Grafana's name of it. */
    public String type() {
        return type;
    }

    public int height() {
        return height;
    }
}
