package io.dbvitals.config.source;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.login.ConnectionString;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.login.PasswordReader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code postgres:} block and its {@code databases:}; a module of {@code /probe} has the same keys but no host. */
final class PostgresReader {
    private static final int MOST_CONNECTIONS = 100;

    private final Path folder;
    private final Map<String, String> environment;
    private final Problems problems;
    private final PasswordReader passwords;

    PostgresReader(Path folder, Map<String, String> environment, Problems problems) {
        this.folder = folder;
        this.environment = environment;
        this.problems = problems;
        this.passwords = new PasswordReader(folder, problems);
    }

    TargetConfig.Postgres read(YamlNode node, String what, TargetConfig.Databases databases) {
        MappingReader reader = Keys.block(node, what, problems);
        PostgresDraft draft = new PostgresDraft();
        draft.databases = databases;
        Keys.given(reader, "url").ifPresent(url -> url(reader, url, draft));
        keyword(reader, "host", "host", draft);
        return complete(reader, draft, false);
    }

    TargetConfig.Postgres module(YamlNode node, String what) {
        MappingReader reader = Keys.block(node, what, problems);
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
        int max = Keys.bounded(reader, "max", TargetConfig.Databases.ONE.max(), 10_000);
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
            if (Keys.given(reader, key).isPresent()) {
                draft.keywords.computeIfPresent(
                        key, (k, path) -> folder.resolve(path).toString());
            }
        }
        draft.password = passwords.read(reader, draft.keywords.containsKey("password"));
        draft.maxConnections = Keys.bounded(reader, "max_connections", PostgresDraft.MAX_CONNECTIONS, MOST_CONNECTIONS);
        draft.connectTimeout = Keys.positive(reader, "connect_timeout");
        draft.statementTimeout = Keys.positive(reader, "statement_timeout").orElse(PostgresDraft.STATEMENT_TIMEOUT);
        draft.lockTimeout = Keys.positive(reader, "lock_timeout").orElse(PostgresDraft.LOCK_TIMEOUT);
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

    private void keyword(MappingReader reader, String key, String keyword, PostgresDraft draft) {
        Optional<String> value = Keys.given(reader, key);
        if (value.isPresent() && draft.keywords.containsKey(keyword)) {
            problems.add(reader.positionOf(key), "\"" + key + "\" is given here and in the url; keep one of them");
        } else {
            value.ifPresent(text -> draft.keywords.put(keyword, text));
        }
    }
}
