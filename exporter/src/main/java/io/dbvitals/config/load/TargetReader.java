package io.dbvitals.config.load;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one item of {@code targets:}. */
final class TargetReader {
    /** Kinds that this program knows by name; only the first can be watched. */
    static final List<String> KINDS = List.of("postgres", "redis", "mysql", "pgbouncer", "host");

    /** Safe in a URL path, a label and a file name. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private static final Pattern LABEL = Pattern.compile("(?!__)[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");
    private static final List<String> OWN_LABELS = List.of("target", "server");

    private final PostgresReader postgres;
    private final Problems problems;

    TargetReader(PostgresReader postgres, Problems problems) {
        this.postgres = postgres;
        this.problems = problems;
    }

    /** Empty when the item says nothing that can be watched; that is a problem by then. */
    Optional<TargetConfig> read(YamlNode node) {
        MappingReader reader = PostgresReader.block(node, "a target", problems);
        if (!(node instanceof YamlNode.Mapping)) {
            return Optional.empty();
        }
        String name = reader.requiredText("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problems.add(
                    reader.positionOf("name"),
                    "the name \"" + reader.written("name")
                            + "\" must be letters, digits, \"_\", \".\" and \"-\", and at most 63 of them");
        }
        for (String kind : KINDS.subList(1, KINDS.size())) {
            if (reader.has(kind)) {
                problems.add(reader.positionOf(kind), unsupported(kind));
            }
        }
        TargetConfig.Databases databases =
                reader.node("databases").map(postgres::databases).orElse(TargetConfig.Databases.ONE);
        Optional<TargetConfig.Postgres> source =
                reader.node("postgres").map(block -> postgres.read(block, "\"postgres\"", databases));
        if (source.isEmpty() && KINDS.stream().noneMatch(reader::has)) {
            problems.add(reader.position(), "a target must say what it watches, as in postgres: {url: …}");
        }
        Map<String, String> labels = reader.textMap("labels");
        labels.keySet().forEach(label -> checkLabel(reader, label));
        List<String> tags = tags(reader);
        reader.finish();
        return source.map(server -> new TargetConfig(name, server, labels, tags, reader.position()));
    }

    static String unsupported(String kind) {
        String hint = kind.equals("host") ? "; the host of a server stands inside postgres: {host: …}" : "";
        return kind + " targets are not supported by this version" + hint;
    }

    private void checkLabel(MappingReader reader, String label) {
        if (!LABEL.matcher(label).matches()) {
            problems.add(
                    reader.positionOf("labels"),
                    "the label \"" + label
                            + "\" must be letters, digits and \"_\", and not start with a digit or \"__\"");
        } else if (OWN_LABELS.contains(label)) {
            problems.add(
                    reader.positionOf("labels"), "the label \"" + label + "\" is set by dbvitals; choose another name");
        }
    }

    private List<String> tags(MappingReader reader) {
        for (YamlNode.Scalar tag : reader.scalars("tags")) {
            if (!TAG.matcher(tag.text()).matches()) {
                problems.add(
                        tag.position(),
                        "the tag \"" + tag.written() + "\" must be letters, digits, \"_\", \".\", \":\" and \"-\"");
            }
        }
        return reader.texts("tags");
    }
}
