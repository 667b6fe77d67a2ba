package io.dbvitals.config.load;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.yaml.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a {@code vector:} block with every default filled in. */
final class VectorText {
    private VectorText() {}

    static Map<String, Object> of(VectorConfig vector) {
        Map<String, Object> block = SourceText.mapping(
                "probe", vector.probe() ? "auto" : "off",
                "connections", vector.connections(),
                "interval", Durations.format(vector.interval()),
                "searches", vector.searches(),
                "k", vector.k(),
                "timeout", Durations.format(vector.timeout()),
                "max_load", vector.maxLoad());
        SourceText.putUnlessEmpty(block, "include", vector.include());
        SourceText.putUnlessEmpty(block, "exclude", vector.exclude());
        block.put("recall", vector.recall().<Object>map(VectorText::recall).orElse("off"));
        List<Object> queries = new ArrayList<>();
        vector.queries().forEach(query -> queries.add(query(query)));
        SourceText.putUnlessEmpty(block, "queries", queries);
        block.put("ruvector_names", vector.ruvectorNames());
        return block;
    }

    private static Map<String, Object> recall(VectorConfig.Recall recall) {
        return SourceText.mapping(
                "interval", Durations.format(recall.interval()),
                "queries", recall.queries(),
                "timeout", Durations.format(recall.timeout()),
                "max_table_bytes", recall.maxTableBytes());
    }

    private static Map<String, Object> query(VectorConfig.OwnQuery query) {
        Map<String, Object> block = SourceText.mapping("name", query.name());
        if (!query.database().isEmpty()) {
            block.put("database", query.database());
        }
        block.put("index", query.index());
        block.put("samples", query.samples());
        block.put("query", query.query());
        return block;
    }
}
