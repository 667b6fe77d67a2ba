package io.dbvitals.grafana.model;

/**
 * Moments that are drawn over all panels.
 *
 * @param expr a query that has values while it happens
 * @param title what the mark says
 */
public record Annotation(String name, String expr, String title, String color) {
    /** Alerts that fire. */
    public static Annotation alerts() {
        return new Annotation(
                "Alerts",
                "ALERTS{alertstate=\"firing\",job=~\"$job\",instance=~\"$instance\"}",
                "{{alertname}} ({{severity}})",
                "red");
    }

    /** Something that happened, as restarts. */
    public static Annotation event(String name, String expr, String title) {
        return new Annotation(name, expr, title, "blue");
    }
}
