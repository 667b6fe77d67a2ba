package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The formats of query files. */
public enum Format {
    NATIVE,
    POSTGRES_EXPORTER,
    /** postgres_exporter's format with the keys and the {@code cnpg_} prefix of CloudNativePG. */
    CLOUDNATIVE_PG,
    PG_EXPORTER;

    private static final Set<String> PG_EXPORTER_KEYS = Set.of(
            "ttl",
            "timeout",
            "min_version",
            "max_version",
            "tags",
            "desc",
            "fatal",
            "skip",
            "priority",
            "predicate_queries");
    private static final Set<String> PG_EXPORTER_COLUMN_KEYS = Set.of("rename", "scale", "default", "bucket");

    /** As {@code format:} of an include names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when there is no such format. */
    public static Optional<Format> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    public static List<String> texts() {
        return Arrays.stream(values()).map(Format::text).toList();
    }

    /** From the keys of a file; empty when it is none of the formats. */
    public static Optional<Format> detect(YamlNode root) {
        if (!(root instanceof YamlNode.Mapping file)) {
            return Optional.empty();
        }
        boolean foreign = false;
        boolean cloudNative = false;
        for (YamlNode.Entry entry : file.entries()) {
            if (!(entry.value() instanceof YamlNode.Mapping query)) {
                continue;
            }
            boolean sql =
                    query.get("query").filter(YamlNode.Scalar.class::isInstance).isPresent();
            boolean columns = query.get("metrics")
                    .filter(YamlNode.Sequence.class::isInstance)
                    .isPresent();
            if (!sql && !columns) {
                continue;
            }
            foreign = true;
            if (hasKey(query, PG_EXPORTER_KEYS) || hasColumnKey(query, PG_EXPORTER_COLUMN_KEYS)) {
                return Optional.of(PG_EXPORTER);
            }
            cloudNative |=
                    hasKey(query, PostgresExporterFormat.CLOUD_NATIVE_KEYS) || hasColumnKey(query, Set.of("name"));
        }
        if (foreign) {
            return Optional.of(cloudNative ? CLOUDNATIVE_PG : POSTGRES_EXPORTER);
        }
        boolean known = Set.of("version", "defaults", "queries").stream()
                .anyMatch(key -> file.get(key).isPresent());
        return known ? Optional.of(NATIVE) : Optional.empty();
    }

    private static boolean hasKey(YamlNode.Mapping mapping, Iterable<String> keys) {
        for (String key : keys) {
            if (mapping.get(key).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasColumnKey(YamlNode.Mapping query, Set<String> keys) {
        if (!(query.get("metrics").orElse(query) instanceof YamlNode.Sequence metrics)) {
            return false;
        }
        for (YamlNode item : metrics.items()) {
            if (!(item instanceof YamlNode.Mapping columns)) {
                continue;
            }
            for (YamlNode.Entry column : columns.entries()) {
                if (column.value() instanceof YamlNode.Mapping keysOfColumn && hasKey(keysOfColumn, keys)) {
                    return true;
                }
            }
        }
        return false;
    }
}
