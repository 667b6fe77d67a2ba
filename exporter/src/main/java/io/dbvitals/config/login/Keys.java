package io.dbvitals.config.login;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Values that many sections have, with what holds for all of them. */
public final class Keys {
    private Keys() {}

    /** A mapping; anything else is a problem that does not quote the text, which may be a URL with a password. */
    public static MappingReader block(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            problems.add(node.position(), what + " must be a mapping (key: value), not a text");
            return new MappingReader(new YamlNode.Mapping(node.position(), List.of()), problems);
        }
        return MappingReader.of(node, what, problems);
    }

    /** A block in which nothing stands, for what comes without a file. */
    public static MappingReader nothing(Problems problems) {
        return new MappingReader(new YamlNode.Mapping(new Position("", 1, 1), List.of()), problems);
    }

    /** An empty text counts as absent, so that <code>"${NAME:}"</code> leaves a key to its default. */
    public static Optional<String> given(MappingReader reader, String key) {
        return reader.text(key).filter(text -> !text.isEmpty());
    }

    public static Optional<Duration> positive(MappingReader reader, String key) {
        Optional<Duration> duration = reader.duration(key);
        if (duration.isPresent() && duration.get().toMillis() < 1) {
            reader.problems().add(reader.positionOf(key), "\"" + key + "\" must be at least 1ms");
        }
        return duration;
    }

    public static int bounded(MappingReader reader, String key, int byDefault, int max) {
        int value = reader.integer(key).orElse(byDefault);
        if (value < 1 || value > max) {
            reader.problems()
                    .add(
                            reader.positionOf(key),
                            "\"" + key + "\" must be from 1 to " + max + ", not " + reader.written(key));
        }
        return value;
    }
}
