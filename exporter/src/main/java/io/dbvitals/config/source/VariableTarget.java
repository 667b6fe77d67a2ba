package io.dbvitals.config.source;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.login.ConnectionString;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One PostgreSQL target that variables or options describe; every error names the variable it stands in. */
public final class VariableTarget {
    private final String source;
    private final Map<String, String> environment;
    private final PostgresDraft draft = new PostgresDraft();

    public VariableTarget(String source, Map<String, String> environment) {
        this.source = source;
        this.environment = environment;
    }

    public VariableTarget url(String url) throws ConfigException {
        try {
            draft.keywords.putAll(ConnectionString.parse(url));
            return this;
        } catch (ConfigException e) {
            throw new ConfigException(source + " " + e.getMessage());
        }
    }

    public VariableTarget user(String variable, String user) throws ConfigException {
        if (draft.keywords.put("user", user) != null) {
            throw new ConfigException("the user is given by " + variable + " and in " + source + "; keep one of them");
        }
        return this;
    }

    public VariableTarget keyword(String keyword, String value) {
        draft.keywords.put(keyword, value);
        return this;
    }

    /** Wins over a password in the url. */
    public VariableTarget password(Secret secret) {
        draft.password = Optional.of(secret);
        return this;
    }

    /** An empty name means one made of host and port. */
    public TargetConfig finish(String name, TargetConfig.Databases databases, Map<String, String> labels)
            throws ConfigException {
        draft.databases = databases;
        List<String> problems = new ArrayList<>();
        TargetConfig.Postgres server = draft.finish(environment, false, (key, message) -> problems.add(message));
        if (!problems.isEmpty()) {
            throw new ConfigException(source + ": " + String.join("\n" + source + ": ", problems));
        }
        String legal = name.isEmpty() ? (server.host() + "-" + server.port()).replaceAll("[^A-Za-z0-9_.-]", "-") : name;
        return new TargetConfig(legal, server, labels, List.of(), new Position(source, 1, 1));
    }
}
