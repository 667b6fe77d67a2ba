package io.dbvitals.config.yaml;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Turns YAML text into {@link YamlNode}s. No object is ever constructed from a tag, and scalars stay text, so that neither
 * YAML 1.1's {@code on}, {@code no} and octal numbers nor a hostile tag can do harm.
 */
public final class YamlFile {
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 1_000_000;

    private final String name;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private int nodes;

    private YamlFile(String name) {
        this.name = name;
    }

    /** Empty when the file holds nothing but comments. */
    public static Optional<YamlNode> read(Path path) throws ConfigException {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new ConfigException(path + " is larger than 16 MiB; it cannot be a configuration file");
            }
            return parse(path.toString(), Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new ConfigException(path + " does not exist", e);
        } catch (MalformedInputException e) {
            throw new ConfigException(path + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@code name} stands in positions. */
    public static Optional<YamlNode> parse(String name, String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        options.setMaxAliasesForCollections(1000);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        try {
            Node root = new Yaml(options).compose(new java.io.StringReader(text));
            return root == null ? Optional.empty() : Optional.of(new YamlFile(name).convert(root));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Position at = mark == null
                    ? new Position(name, 1, 1)
                    : new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
            throw new ConfigException(List.of(new Problem(at, "not valid YAML: " + reason(e))));
        } catch (YAMLException e) {
            throw new ConfigException(
                    List.of(new Problem(new Position(name, 1, 1), "not valid YAML: " + e.getMessage())));
        }
    }

    /** The library's own words, unless they quote a value: it may be a password that starts with a star. */
    private static String reason(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.startsWith("found undefined alias")) {
            return "a value that starts with * stands for an alias, and there is none of that name; put it in quotes";
        }
        boolean inBraces = problem.startsWith("expected ',' or");
        return inBraces ? problem + "; inside {…} and […] put a value such as ${NAME} in quotes" : problem;
    }

    private YamlNode convert(Node node) throws ConfigException {
        Position at = position(node);
        if (++nodes > MAX_NODES || open.put(node, true) != null) {
            throw new ConfigException(
                    List.of(new Problem(at, "an alias (*name) that refers to itself or grows without bound")));
        }
        try {
            if (node instanceof ScalarNode scalar) {
                boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
                return new YamlNode.Scalar(at, scalar.getValue(), plain);
            }
            if (node instanceof SequenceNode sequence) {
                List<YamlNode> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item));
                }
                return new YamlNode.Sequence(at, items);
            }
            return mapping((MappingNode) node, at);
        } finally {
            open.remove(node);
        }
    }

    private YamlNode mapping(MappingNode node, Position at) throws ConfigException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        List<YamlNode.Entry> inherited = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(convert(tuple.getKeyNode()) instanceof YamlNode.Scalar key)) {
                throw new ConfigException(
                        List.of(new Problem(position(tuple.getKeyNode()), "a key must be a plain text")));
            }
            YamlNode content = convert(tuple.getValueNode());
            if (key.plain() && key.text().equals("<<") && content instanceof YamlNode.Mapping merged) {
                inherited.addAll(merged.entries());
            } else {
                entries.add(new YamlNode.Entry(key, content));
            }
        }
        // What the mapping itself says wins over what it takes in by <<, and is no duplicate.
        inherited.removeIf(entry -> entries.stream()
                .anyMatch(own -> own.key().text().equals(entry.key().text())));
        entries.addAll(0, inherited);
        return new YamlNode.Mapping(at, entries);
    }

    private Position position(Node node) {
        Mark mark = node.getStartMark();
        return new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
