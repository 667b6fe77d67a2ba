package io.dbvitals.grafana;

import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Kind;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Query;
import io.dbvitals.grafana.model.Row;
import java.util.List;
import java.util.stream.Stream;

/** Everything on all dashboards, in one list. */
final class AllPanels {
    private AllPanels() {}

    /** A panel and where it is. */
    record Placed(Dashboard dashboard, Panel panel) {
        String where() {
            return dashboard.uid() + " / " + panel.title();
        }
    }

    /** A query and where it is; of an annotation, too. */
    record Asked(Dashboard dashboard, String where, String expr) {}

    static List<Placed> placed() {
        return Boards.all().stream()
                .flatMap(dashboard -> panels(dashboard).map(panel -> new Placed(dashboard, panel)))
                .toList();
    }

    /** All but texts. */
    static List<Placed> pictures() {
        return placed().stream()
                .filter(placed -> placed.panel().kind() != Kind.TEXT)
                .toList();
    }

    static List<Asked> asked() {
        return Stream.concat(
                        pictures().stream()
                                .flatMap(placed -> placed.panel().queries().stream()
                                        .map(query -> asked(placed.dashboard(), placed.where(), query.expr()))),
                        Boards.all().stream()
                                .flatMap(dashboard -> dashboard.annotations().stream()
                                        .map(annotation ->
                                                asked(dashboard, where(dashboard, annotation), annotation.expr()))))
                .toList();
    }

    static List<Limits> limits() {
        return pictures().stream()
                .flatMap(placed -> Stream.concat(
                        Stream.of(placed.panel().limits()),
                        placed.panel().queries().stream().map(Query::limits)))
                .toList();
    }

    private static Stream<Panel> panels(Dashboard dashboard) {
        return dashboard.rows().stream().map(Row::panels).flatMap(List::stream);
    }

    private static String where(Dashboard dashboard, Annotation annotation) {
        return dashboard.uid() + " / annotation " + annotation.name();
    }

    private static Asked asked(Dashboard dashboard, String where, String expr) {
        return new Asked(dashboard, where, dashboard.scope().expand(expr));
    }
}
