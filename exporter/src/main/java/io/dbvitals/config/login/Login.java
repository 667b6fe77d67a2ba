package io.dbvitals.config.login;

import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a server is and how to log in, as far as that is said.
 *
 * @param host empty when it comes with a request
 * @param path behind the host, as a database's name; may be empty
 * @param user may be empty
 * @param encrypted whether the URL asks for TLS
 * @param parameters behind {@code ?}
 */
public record Login(
        String host,
        int port,
        String path,
        String user,
        Optional<Secret> password,
        boolean encrypted,
        Map<String, String> parameters) {
    public Login {
        parameters = Map.copyOf(parameters);
    }

    /** From a URL of that kind; no error quotes it. */
    public static Login of(String url, Scheme scheme) throws ConfigException {
        Map<String, String> parts = new LinkedHashMap<>(ConnectionString.parse(url, scheme.names(), scheme.example()));
        String host = take(parts, "host").orElse("localhost");
        int port = take(parts, "port").map(Integer::parseInt).orElse(scheme.port());
        String path = take(parts, "dbname").orElse("");
        String user = take(parts, "user").orElse("");
        Optional<Secret> password = take(parts, "password").map(Secret.Literal::new);
        boolean encrypted = scheme.encrypted().contains(ConnectionString.scheme(url));
        return new Login(host, port, path, user, password, encrypted, parts);
    }

    public Login withUser(String other) {
        return new Login(host, port, path, other, password, encrypted, parameters);
    }

    public Login withPassword(Secret other) {
        return new Login(host, port, path, user, Optional.of(other), encrypted, parameters);
    }

    private static Optional<String> take(Map<String, String> parts, String key) {
        return Optional.ofNullable(parts.remove(key));
    }
}
