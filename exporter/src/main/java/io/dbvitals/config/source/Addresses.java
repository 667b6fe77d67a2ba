package io.dbvitals.config.source;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.login.ConnectionString;
import io.dbvitals.config.login.Scheme;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that one text names, whose scheme tells what they are. */
public final class Addresses {
    /** As Go's MySQL driver writes it, and so mysqld_exporter up to 0.14: {@code user:password@tcp(host:3306)/}. */
    private static final Pattern GO_MYSQL = Pattern.compile(
            "(?<login>.+)@(?:tcp)?\\((?<address>[^()]+)\\)/(?<database>[^?]*)(?:\\?.*)?", Pattern.DOTALL);

    private Addresses() {}

    /** A server of another kind than PostgreSQL; empty when it is none. Errors do not quote the text. */
    public static Optional<TargetConfig.Source> other(String text, Optional<String> user, Optional<Secret> password)
            throws ConfigException {
        String scheme = ConnectionString.scheme(text);
        if (Scheme.REDIS.names().contains(scheme)) {
            return Optional.of(RedisReader.of(text, user, password));
        }
        if (Scheme.MYSQL.names().contains(scheme)) {
            return Optional.of(MySqlReader.of(text, user, password));
        }
        if (scheme.equals("pgbouncer")) {
            return Optional.of(PgBouncerReader.of(text, user, password));
        }
        Matcher parts = GO_MYSQL.matcher(text.trim());
        if (scheme.isEmpty() && parts.matches()) {
            String[] login = parts.group("login").split(":", 2);
            Optional<Secret> own = login.length == 2 ? Optional.of(new Secret.Literal(login[1])) : Optional.empty();
            return Optional.of(MySqlReader.of(
                    "mysql://" + parts.group("address") + "/" + parts.group("database"),
                    user.or(() -> Optional.of(login[0])),
                    password.or(() -> own)));
        }
        return Optional.empty();
    }

    /** That server as a target, with a name by its kind. */
    public static TargetConfig target(TargetConfig.Source source, String from, Map<String, String> labels) {
        return new TargetConfig(source.kind(), source, labels, List.of(), new Position(from, 1, 1));
    }
}
