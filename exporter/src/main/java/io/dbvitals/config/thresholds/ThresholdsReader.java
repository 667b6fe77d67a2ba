package io.dbvitals.config.thresholds;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads {@code thresholds:}, of all targets or of one. */
public final class ThresholdsReader {
    private ThresholdsReader() {}

    /** In the order of the file. */
    public static Map<String, Config.Threshold> read(MappingReader reader) {
        return read(reader, ThresholdsReader::numbers);
    }

    /** {@code entry}: reads the mapping of that name. */
    static Map<String, Config.Threshold> read(
            MappingReader reader, BiFunction<String, MappingReader, Config.Threshold> entry) {
        Map<String, Config.Threshold> thresholds = new LinkedHashMap<>();
        for (YamlNode.Entry each : reader.entries()) {
            String name = each.key().text();
            if (!name.matches("[a-z][a-z0-9_]*")) {
                reader.problems()
                        .add(
                                each.key().position(),
                                "the threshold \"" + name + "\" must be lower-case letters, digits and \"_\"");
            }
            reader.mapping(name).ifPresent(values -> {
                thresholds.put(name, entry.apply(name, values));
                values.finish();
            });
        }
        return thresholds;
    }

    static Config.Threshold numbers(String name, MappingReader reader) {
        Config.Threshold threshold = new Config.Threshold(reader.number("warning"), reader.number("critical"));
        KnownThresholds.wrong(name, threshold)
                .ifPresent(wrong -> reader.problems().add(reader.positionOf(wrong.severity()), wrong.message()));
        if (!reader.has("warning") && !reader.has("critical")) {
            reader.problems().add(reader.position(), "a threshold must give \"warning\", \"critical\" or both");
        }
        return threshold;
    }
}
