package io.dbvitals.config.source;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a {@code host:} block. */
public final class HostReader {
    private final Path folder;
    private final Problems problems;

    public HostReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    public HostConfig read(YamlNode node) {
        MappingReader reader = Keys.block(node, "\"host\"", problems);
        HostConfig.Source source =
                reader.choice("source", HostConfig.Source.class).orElse(HostConfig.Source.AUTO);
        HostConfig.Paths paths = reader.mapping("paths").map(this::paths).orElse(HostConfig.Paths.DEFAULT);
        boolean nativeCalls = reader.bool("native").orElse(true);
        List<Path> textfiles =
                reader.texts("textfiles").stream().map(folder::resolve).toList();
        HostConfig.Filters filters =
                reader.mapping("exclude").map(this::filters).orElse(HostConfig.Filters.DEFAULT);
        HostConfig config = new HostConfig(
                source, paths, nativeCalls, textfiles, filters, reader.texts("enable"), reader.texts("disable"));
        reader.finish();
        return config;
    }

    private HostConfig.Paths paths(MappingReader reader) {
        HostConfig.Paths standard = HostConfig.Paths.DEFAULT;
        HostConfig.Paths paths = new HostConfig.Paths(
                path(reader, "procfs").orElse(standard.procfs()),
                path(reader, "sysfs").orElse(standard.sysfs()),
                path(reader, "rootfs").orElse(standard.rootfs()),
                path(reader, "udev_data").orElse(standard.udevData()));
        reader.finish();
        return paths;
    }

    private Optional<Path> path(MappingReader reader, String key) {
        return Keys.given(reader, key).map(folder::resolve);
    }

    private HostConfig.Filters filters(MappingReader reader) {
        HostConfig.Filters filters = new HostConfig.Filters(
                pattern(reader, "mount_points"),
                pattern(reader, "fs_types"),
                pattern(reader, "disks"),
                pattern(reader, "net_devices"));
        reader.finish();
        return filters;
    }

    private Optional<String> pattern(MappingReader reader, String key) {
        Optional<String> text = Keys.given(reader, key);
        try {
            text.ifPresent(Pattern::compile);
        } catch (PatternSyntaxException e) {
            problems.add(reader.positionOf(key), "\"" + key + "\" must be a regular expression: " + e.getDescription());
            return Optional.empty();
        }
        return text;
    }
}
