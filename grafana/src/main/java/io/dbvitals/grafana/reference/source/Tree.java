package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A mapping of a YAML file. */
record Tree(Map<?, ?> entries) {
    static Tree read(Path file) throws IOException {
        return of(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    }

    /** Empty where there is none. */
    Tree tree(String key) {
        return of(entries.get(key));
    }

    Optional<String> text(String key) {
        return entries.get(key) == null ? Optional.empty() : Optional.of(String.valueOf(entries.get(key)));
    }

    /** A list of texts, or one alone. */
    List<String> texts(String key) {
        if (entries.get(key) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return text(key).stream().toList();
    }

    List<Tree> trees(String key) {
        return entries.get(key) instanceof List<?> list
                ? list.stream().map(Tree::of).toList()
                : List.of();
    }

    /** Its own mappings by their keys, in the file's order. */
    Map<String, Tree> children() {
        Map<String, Tree> children = new LinkedHashMap<>();
        entries.forEach((key, value) -> children.put(String.valueOf(key), of(value)));
        return children;
    }

    /** All values that are no mappings. */
    Map<String, String> values() {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()),
                        entry -> String.valueOf(entry.getValue()),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    private static Tree of(@Nullable Object value) {
        return new Tree(value instanceof Map<?, ?> map ? map : Map.of());
    }
}
