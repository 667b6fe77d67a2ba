package io.dbvitals.config.load;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code postgres:} block and its {@code databases:}; a module of {@code /probe} has the same keys but no host. */
final class PostgresReader {
    private static final int MOST_CONNECTIONS = 100;

    private final Path folder;
    private final Map<String, String> environment;
    private final Problems problems;

    PostgresReader(Path folder, Map<String, String> environment, Problems problems) {
        this.folder = folder;
        this.environment = environment;
        this.problems = problems;
    }

    /** A mapping; anything else is a problem that does not quote the text, which may be a URL with a password. */
    static MappingReader block(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            problems.add(node.position(), what + " must be a mapping (key: value), not a text");
            return new MappingReader(new YamlNode.Mapping(node.position(), List.of()), problems);
        }
        return MappingReader.of(node, what, problems);
    }

    TargetConfig.Postgres read(YamlNode node, String what, TargetConfig.Databases databases) {
        MappingReader reader = block(node, what, problems);
        PostgresDraft draft = new PostgresDraft();
        draft.databases = databases;
        given(reader, "url").ifPresent(url -> url(reader, url, draft));
        keyword(reader, "host", "host", draft);
        return complete(reader, draft, false);
    }

    TargetConfig.Postgres module(YamlNode node, String what) {
        MappingReader reader = block(node, what, problems);
        PostgresDraft draft = new PostgresDraft();
        reader.node("databases").ifPresent(databases -> draft.databases = databases(databases));
        return complete(reader, draft, true);
    }

    TargetConfig.Databases databases(YamlNode node) {
        MappingReader reader = MappingReader.of(node, "\"databases\"", problems);
        boolean discover = reader.bool("discover").orElse(false);
        List<String> include = reader.texts("include");
        List<String> exclude = reader.texts("exclude");
        for (String key : List.of("include", "exclude")) {
            if (!discover && reader.has(key)) {
                problems.add(reader.positionOf(key), "\"" + key + "\" has no effect without discover: true");
            }
        }
        int max = bounded(reader, "max", TargetConfig.Databases.ONE.max(), 10_000);
        reader.finish();
        return new TargetConfig.Databases(discover, include, exclude, max);
    }

    private TargetConfig.Postgres complete(MappingReader reader, PostgresDraft draft, boolean hostless) {
        keyword(reader, "port", "port", draft);
        keyword(reader, "database", "dbname", draft);
        keyword(reader, "user", "user", draft);
        for (String key : PostgresDraft.parameterKeys()) {
            keyword(reader, key, key, draft);
        }
        for (String key : List.of("sslrootcert", "sslcert", "sslkey")) {
            if (given(reader, key).isPresent()) {
                draft.keywords.computeIfPresent(
                        key, (k, path) -> folder.resolve(path).toString());
            }
        }
        password(reader, draft);
        draft.maxConnections = bounded(reader, "max_connections", PostgresDraft.MAX_CONNECTIONS, MOST_CONNECTIONS);
        draft.connectTimeout = positive(reader, "connect_timeout");
        draft.statementTimeout = positive(reader, "statement_timeout").orElse(PostgresDraft.STATEMENT_TIMEOUT);
        draft.lockTimeout = positive(reader, "lock_timeout").orElse(PostgresDraft.LOCK_TIMEOUT);
        draft.searchPath = reader.text("search_path", PostgresDraft.SEARCH_PATH);
        reader.finish();
        return draft.finish(
                environment,
                hostless,
                (key, message) -> problems.add(reader.positionOf(reader.has(key) ? key : "url"), message));
    }

    private void url(MappingReader reader, String url, PostgresDraft draft) {
        try {
            draft.keywords.putAll(ConnectionString.parse(url));
        } catch (ConfigException e) {
            problems.add(reader.positionOf("url"), "\"url\" " + e.getMessage());
        }
    }

    /** An empty text counts as absent, so that <code>"${NAME:}"</code> leaves a key to its default. */
    static Optional<String> given(MappingReader reader, String key) {
        return reader.text(key).filter(text -> !text.isEmpty());
    }

    private void keyword(MappingReader reader, String key, String keyword, PostgresDraft draft) {
        Optional<String> value = given(reader, key);
        if (value.isPresent() && draft.keywords.containsKey(keyword)) {
            problems.add(reader.positionOf(key), "\"" + key + "\" is given here and in the url; keep one of them");
        } else {
            value.ifPresent(text -> draft.keywords.put(keyword, text));
        }
    }

    private void password(MappingReader reader, PostgresDraft draft) {
        given(reader, "password").ifPresent(text -> draft.password = Optional.of(new Secret.Literal(text)));
        given(reader, "password_file")
                .ifPresent(path -> draft.password = Optional.of(new Secret.File(folder.resolve(path))));
        List<String> words = reader.texts("password_command").stream()
                .filter(word -> !word.isEmpty())
                .toList();
        if (!words.isEmpty()) {
            boolean list = reader.node("password_command").orElseThrow() instanceof YamlNode.Sequence;
            // A single text is a line for the shell, so that a pipe works; a list needs no shell.
            draft.password = Optional.of(new Secret.Command(list ? words : List.of("/bin/sh", "-c", words.get(0))));
        }
        List<String> sources = new ArrayList<>();
        if (draft.keywords.containsKey("password")) {
            sources.add("the url");
        }
        for (String key : List.of("password", "password_file", "password_command")) {
            boolean present = key.equals("password_command")
                    ? !words.isEmpty()
                    : given(reader, key).isPresent();
            if (present && !sources.isEmpty()) {
                problems.add(
                        reader.positionOf(key),
                        "\"" + key + "\" is a second source of the password, beside " + sources.get(0)
                                + "; keep one of them");
            }
            if (present) {
                sources.add(key);
            }
        }
    }

    private Optional<Duration> positive(MappingReader reader, String key) {
        Optional<Duration> duration = reader.duration(key);
        if (duration.isPresent() && duration.get().toMillis() < 1) {
            problems.add(reader.positionOf(key), "\"" + key + "\" must be at least 1ms");
        }
        return duration;
    }

    static int bounded(MappingReader reader, String key, int byDefault, int max) {
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
