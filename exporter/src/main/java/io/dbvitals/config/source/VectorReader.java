package io.dbvitals.config.source;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code vector:} block of a target. */
final class VectorReader {
    private static final int MOST_CONNECTIONS = 2;
    private static final int MOST_SEARCHES = 1000;
    private static final int MOST_NEIGHBOURS = 1000;
    private static final int MOST_RECALL_QUERIES = 1000;
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(|B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> POWERS = Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);
    private static final Pattern INDEX = Pattern.compile("[^.]+\\.[^.]+");

    private final Problems problems;

    VectorReader(Problems problems) {
        this.problems = problems;
    }

    VectorConfig read(YamlNode node) {
        VectorConfig standard = VectorConfig.OFF;
        MappingReader reader = Keys.block(node, "\"vector\"", problems);
        VectorConfig config = new VectorConfig(
                reader.choice("probe", Probe.class).orElse(Probe.OFF) == Probe.AUTO,
                Keys.bounded(reader, "connections", standard.connections(), MOST_CONNECTIONS),
                Keys.positive(reader, "interval").orElse(standard.interval()),
                Keys.bounded(reader, "searches", standard.searches(), MOST_SEARCHES),
                Keys.bounded(reader, "k", standard.k(), MOST_NEIGHBOURS),
                Keys.positive(reader, "timeout").orElse(standard.timeout()),
                load(reader, standard.maxLoad()),
                reader.texts("include"),
                reader.texts("exclude"),
                recall(reader),
                queries(reader),
                reader.bool("ruvector_names").orElse(false));
        reader.finish();
        return config;
    }

    private enum Probe {
        OFF,
        AUTO
    }

    private double load(MappingReader reader, double byDefault) {
        double load = reader.number("max_load").orElse(byDefault);
        if (!(load > 0 && load <= 1)) {
            problems.add(
                    reader.positionOf("max_load"),
                    "\"max_load\" is a part of the time, above 0 and at most 1, not " + reader.written("max_load"));
        }
        return load;
    }

    private Optional<VectorConfig.Recall> recall(MappingReader reader) {
        Optional<YamlNode> node = reader.node("recall");
        if (node.isPresent()
                && node.get() instanceof YamlNode.Scalar scalar
                && List.of("off", "false", "no").contains(scalar.text().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        VectorConfig.Recall standard = VectorConfig.Recall.DEFAULT;
        if (node.isEmpty()) {
            return Optional.of(standard);
        }
        MappingReader keys = MappingReader.of(node.get(), "\"recall\"", problems);
        VectorConfig.Recall recall = new VectorConfig.Recall(
                Keys.positive(keys, "interval").orElse(standard.interval()),
                Keys.bounded(keys, "queries", standard.queries(), MOST_RECALL_QUERIES),
                Keys.positive(keys, "timeout").orElse(standard.timeout()),
                bytes(keys, "max_table_bytes", standard.maxTableBytes()));
        keys.finish();
        return Optional.of(recall);
    }

    private long bytes(MappingReader reader, String key, long byDefault) {
        Optional<String> text = Keys.given(reader, key);
        if (text.isEmpty()) {
            return byDefault;
        }
        Matcher parts = BYTES.matcher(text.get().trim());
        int power = parts.matches() ? POWERS.getOrDefault(parts.group(2), 0) : 0;
        if (!parts.matches() || Long.parseLong(parts.group(1)) > Long.MAX_VALUE >> power) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\" must be a size such as 512MiB or 2GiB, not \"" + reader.written(key) + "\"");
            return byDefault;
        }
        return Long.parseLong(parts.group(1)) << power;
    }

    private List<VectorConfig.OwnQuery> queries(MappingReader reader) {
        List<VectorConfig.OwnQuery> queries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : reader.items("queries")) {
            MappingReader keys = MappingReader.of(item, "a query of \"vector\"", problems);
            VectorConfig.OwnQuery query = new VectorConfig.OwnQuery(
                    keys.requiredText("name"),
                    keys.text("database", ""),
                    keys.requiredText("index"),
                    keys.requiredText("samples"),
                    keys.requiredText("query"));
            keys.finish();
            if (!names.add(query.name())) {
                problems.add(keys.positionOf("name"), "there are two queries \"" + query.name() + "\"");
            }
            if (!query.index().isEmpty() && !INDEX.matcher(query.index()).matches()) {
                problems.add(keys.positionOf("index"), "\"index\" must be schema.index, as public.items_embedding_idx");
            }
            if (!query.query().isEmpty() && !query.query().contains("$1")) {
                problems.add(
                        keys.positionOf("query"), "\"query\" must have $1 in the place of the value to search for");
            }
            queries.add(query);
        }
        return queries;
    }
}
