package io.dbvitals.grafana.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A page of panels.
 *
 * @param uid the last part of its address, and the name of its file
 */
public record Dashboard(
        String uid, String title, String description, Scope scope, List<Annotation> annotations, List<Row> rows) {
    public Dashboard {
        annotations = List.copyOf(annotations);
        rows = List.copyOf(rows);
    }

    /** Without panels; firing alerts are drawn. */
    public static Dashboard of(String uid, String title, String description, Scope scope) {
        return new Dashboard(uid, title, description, scope, List.of(Annotation.alerts()), List.of());
    }

    public Dashboard mark(Annotation annotation) {
        List<Annotation> more = new ArrayList<>(annotations);
        more.add(annotation);
        return new Dashboard(uid, title, description, scope, more, rows);
    }

    public Dashboard row(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new Dashboard(uid, title, description, scope, annotations, more);
    }
}
