package io.dbvitals.config.thresholds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The file in which changed thresholds outlive the program, beside the configuration. */
public final class ChangesFile {
    private static final String HEAD = """
            # Written by dbvitals: thresholds that were changed while it ran. They win over those of the configuration. Whoever takes
            # an entry away goes back to what the configuration says; a running dbvitals notices.
            """;

    private ChangesFile() {}

    /** {@code dbvitals.overrides.yaml} for {@code dbvitals.yaml}. */
    public static Path beside(Path config) {
        String name = String.valueOf(config.getFileName());
        int dot = name.lastIndexOf('.');
        String beside =
                dot <= 0 ? name + ".overrides.yaml" : name.substring(0, dot) + ".overrides" + name.substring(dot);
        return config.toAbsolutePath().resolveSibling(beside);
    }

    /** The configuration with what its file says was changed. */
    public static Config over(Config config) throws ConfigException {
        Optional<Path> file = config.changes().file();
        return file.isPresent() ? ThresholdChange.applied(config, read(file.get())) : config;
    }

    /** None where there is no such file; every mistake in it at once, each with its position. */
    public static List<Change> read(Path file) throws ConfigException {
        Optional<YamlNode> root = Files.exists(file) ? YamlFile.read(file) : Optional.empty();
        if (root.isEmpty()) {
            return List.of();
        }
        Problems problems = new Problems();
        MappingReader reader = MappingReader.of(root.get(), "the file of changes", problems);
        List<Change> changes = new ArrayList<>();
        reader.mapping("thresholds").ifPresent(block -> changes.addAll(changes("", block)));
        reader.mapping("targets")
                .ifPresent(targets -> targets.entries().forEach(entry -> {
                    String target = entry.key().text();
                    targets.mapping(target).ifPresent(block -> changes.addAll(changes(target, block)));
                }));
        reader.finish();
        problems.throwIfAny();
        return changes;
    }

    private static List<Change> changes(String target, MappingReader block) {
        List<Change> changes = new ArrayList<>();
        ThresholdsReader.read(block, (name, reader) -> {
            Config.Threshold numbers = ThresholdsReader.numbers(name, reader);
            changes.add(new Change(target, name, numbers, reader.text("by", ""), at(reader)));
            return numbers;
        });
        return changes;
    }

    private static Instant at(MappingReader reader) {
        String text = reader.text("at", "");
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException e) {
            reader.problems()
                    .add(
                            reader.positionOf("at"),
                            "\"at\" must be a time such as 2024-01-15T10:30:00Z, not \"" + reader.written("at") + "\"");
            return Instant.EPOCH;
        }
    }

    /**
     * Replaces the file at once; it is on the disk when this returns.
     *
     * @throws ConfigException with the remedy, where that cannot be done; then the file is as it was
     */
    public static void write(Path file, List<Change> changes) throws ConfigException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            // Where it is a link, what it leads to is replaced.
            Path real = Files.exists(file) ? file.toRealPath() : file;
            fresh = real.resolveSibling(real.getFileName() + ".new");
            Set<PosixFilePermission> rights = Files.exists(real)
                    ? Files.getPosixFilePermissions(real)
                    : PosixFilePermissions.fromString("rw-r-----");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(rights));
            // What the process masks out of new files.
            Files.setPosixFilePermissions(fresh, rights);
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write(text(changes).getBytes(UTF_8));
                out.getFD().sync();
            }
            Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(real.resolveSibling(""), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "cannot write " + fresh + ": " + reason(e)
                            + "; a changed threshold must outlive a restart: give the"
                            + " right to write there, or set overrides_file to a path where there is one",
                    e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
    }

    private static String text(List<Change> changes) {
        Map<String, Object> all = new TreeMap<>();
        Map<String, Map<String, Object>> targets = new TreeMap<>();
        for (Change change : changes) {
            Map<String, Object> block =
                    change.target().isEmpty() ? all : targets.computeIfAbsent(change.target(), name -> new TreeMap<>());
            block.put(change.name(), entry(change));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        if (!all.isEmpty()) {
            root.put("thresholds", all);
        }
        if (!targets.isEmpty()) {
            root.put("targets", targets);
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return HEAD + (root.isEmpty() ? "" : new Yaml(options).dump(root));
    }

    private static Object entry(Change change) {
        Map<String, Object> entry = new LinkedHashMap<>();
        change.threshold().warning().ifPresent(value -> entry.put("warning", value));
        change.threshold().critical().ifPresent(value -> entry.put("critical", value));
        if (!change.by().isEmpty()) {
            entry.put("by", change.by());
        }
        if (!change.at().equals(Instant.EPOCH)) {
            entry.put("at", change.at().toString());
        }
        return entry;
    }
}
