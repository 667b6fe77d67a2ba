package io.dbvitals.config.login;

import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code password}, {@code password_file} and {@code password_command}, of which there may be one. */
public final class PasswordReader {
    private static final String COMMAND = "password_command";

    private final Path folder;
    private final Problems problems;

    public PasswordReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Reads the one that is given; {@code inUrl}: the url holds a password already. */
    public Optional<Secret> read(MappingReader reader, boolean inUrl) {
        Optional<Secret> literal = Keys.given(reader, "password").map(Secret.Literal::new);
        Optional<Secret> file = Keys.given(reader, "password_file").map(path -> new Secret.File(folder.resolve(path)));
        Optional<Secret> command = command(reader);
        List<String> sources = new ArrayList<>(inUrl ? List.of("the url") : List.of());
        literal.ifPresent(secret -> source(reader, "password", sources));
        file.ifPresent(secret -> source(reader, "password_file", sources));
        command.ifPresent(secret -> source(reader, COMMAND, sources));
        return command.or(() -> file).or(() -> literal);
    }

    private Optional<Secret> command(MappingReader reader) {
        List<String> words =
                reader.texts(COMMAND).stream().filter(word -> !word.isEmpty()).toList();
        if (words.isEmpty()) {
            return Optional.empty();
        }
        boolean list = reader.node(COMMAND).orElseThrow() instanceof YamlNode.Sequence;
        // A single text is a line for the shell, so that a pipe works; a list needs no shell.
        return Optional.of(new Secret.Command(list ? words : List.of("/bin/sh", "-c", words.get(0))));
    }

    private void source(MappingReader reader, String key, List<String> sources) {
        if (!sources.isEmpty()) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\" is a second source of the password, beside " + sources.get(0)
                            + "; keep one of them");
        }
        sources.add(key);
    }
}
