package io.dbvitals.grafana.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Panel;

/** Makes one line of the answers to a table's queries that have the same labels, and gives columns their titles. */
final class TableJson {
    private TableJson() {}

    static void transformations(ArrayNode list, Panel panel) {
        list.addObject().put("id", "merge").putObject("options");
        ObjectNode organize = list.addObject().put("id", "organize").putObject("options");
        organize.putObject("excludeByName").put("Time", true);
        organize.putObject("indexByName");
        ObjectNode names = organize.putObject("renameByName");
        int columns = panel.queries().size();
        for (int i = 0; i < columns; i++) {
            // Grafana numbers the values only where there are several.
            names.put(
                    columns == 1 ? "Value" : "Value #" + PanelJson.refId(i),
                    panel.queries().get(i).legend());
        }
    }
}
