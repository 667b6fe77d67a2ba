package io.dbvitals.grafana.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Row;
import java.util.List;

/** A dashboard as Grafana 10 to 13 reads it. */
public final class DashboardJson {
    /** Of the classic form, the last that all these versions load without a change. */
    private static final int SCHEMA = 41;

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private DashboardJson() {}

    /** The text of its file. */
    public static String write(Dashboard dashboard) {
        try {
            return WRITER.writeValueAsString(tree(dashboard)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(dashboard.uid() + " is a tree of plain values", e);
        }
    }

    private static ObjectNode tree(Dashboard dashboard) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        HeadJson.annotations(tree.putObject("annotations").putArray("list"), dashboard);
        tree.put("description", dashboard.description());
        tree.put("editable", false);
        tree.put("fiscalYearStartMonth", 0);
        tree.put("graphTooltip", 1);
        HeadJson.links(tree.putArray("links"));
        rows(tree.putArray("panels"), dashboard);
        tree.put("refresh", "30s");
        tree.put("schemaVersion", SCHEMA);
        tree.putArray("tags").add("dbvitals");
        HeadJson.variables(tree.putObject("templating").putArray("list"), dashboard);
        tree.putObject("time").put("from", "now-1h").put("to", "now");
        tree.putObject("timepicker");
        tree.put("timezone", "browser");
        tree.put("title", dashboard.title());
        tree.put("uid", dashboard.uid());
        tree.put("version", 1);
        return tree;
    }

    private static void rows(ArrayNode panels, Dashboard dashboard) {
        int id = 1;
        int y = 0;
        for (Row row : dashboard.rows()) {
            ObjectNode head = panels.addObject();
            head.put("collapsed", row.closed());
            PanelJson.place(head, new Grid.Place(0, y, Grid.COLUMNS, 1));
            head.put("id", id);
            ArrayNode inside = head.putArray("panels");
            head.put("title", row.title());
            head.put("type", "row");
            id++;
            List<Grid.Place> places = Grid.places(row, y + 1);
            for (int i = 0; i < places.size(); i++) {
                Panel panel = row.panels().get(i);
                ObjectNode node = (row.closed() ? inside : panels).addObject();
                PanelJson.write(node, panel, dashboard.scope(), id, places.get(i));
                id++;
            }
            y += 1 + (row.closed() ? 0 : Grid.height(row));
        }
    }
}
