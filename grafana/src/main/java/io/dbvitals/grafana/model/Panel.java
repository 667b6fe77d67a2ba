package io.dbvitals.grafana.model;

import java.util.List;
import java.util.Optional;

/**
 * One picture.
 *
 * @param description what is seen, and what to do about it; of a text panel, the text
 * @param signed whether values may be below zero
 * @param alerts which look at the same numbers
 * @param ifEmpty what stands there when there is no data
 * @param links from a value to another dashboard
 */
public record Panel(
        Kind kind,
        String title,
        String description,
        Unit unit,
        List<Query> queries,
        Limits limits,
        Mapping mapping,
        Optional<Double> max,
        boolean stacked,
        boolean signed,
        String ifEmpty,
        List<String> alerts,
        List<Link> links) {
    /** Goes to the dashboard, with labels of the value as its variables. */
    public record Link(String title, String uid, List<String> labels) {
        public Link {
            labels = List.copyOf(labels);
        }
    }

    public Panel {
        queries = List.copyOf(queries);
        alerts = List.copyOf(alerts);
        links = List.copyOf(links);
    }
}
