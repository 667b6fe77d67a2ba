package io.dbvitals.config.source;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code thresholds:}, of all targets or of one. */
public final class ThresholdsReader {
    private ThresholdsReader() {}

    /** In the order of the file. */
    public static Map<String, Config.Threshold> read(MappingReader reader) {
        Map<String, Config.Threshold> thresholds = new LinkedHashMap<>();
        for (YamlNode.Entry entry : reader.entries()) {
            String name = entry.key().text();
            if (!name.matches("[a-z][a-z0-9_]*")) {
                reader.problems()
                        .add(
                                entry.key().position(),
                                "the threshold \"" + name + "\" must be lower-case letters, digits and \"_\"");
            }
            reader.mapping(name).ifPresent(values -> thresholds.put(name, threshold(values)));
        }
        return thresholds;
    }

    private static Config.Threshold threshold(MappingReader reader) {
        Config.Threshold threshold = new Config.Threshold(reader.number("warning"), reader.number("critical"));
        reader.finish();
        if (!reader.has("warning") && !reader.has("critical")) {
            reader.problems().add(reader.position(), "a threshold must give \"warning\", \"critical\" or both");
        }
        return threshold;
    }
}
