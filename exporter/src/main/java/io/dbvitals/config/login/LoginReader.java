package io.dbvitals.config.login;

import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads {@code url}, {@code host}, {@code port}, {@code database}, {@code user} and the password of a block. */
public final class LoginReader {
    private final Problems problems;
    private final PasswordReader passwords;

    public LoginReader(Path folder, Problems problems) {
        this.problems = problems;
        this.passwords = new PasswordReader(folder, problems);
    }

    /**
     * Reads them all.
     *
     * @param databaseKey whether there is a key {@code database}
     * @param hostless a module of {@code /probe}, whose host comes with the request
     */
    public Login read(MappingReader reader, Scheme scheme, boolean databaseKey, boolean hostless) {
        Optional<Login> url =
                hostless ? Optional.empty() : Keys.given(reader, "url").flatMap(text -> url(reader, text, scheme));
        String host = hostless ? "" : key(reader, "host", url.map(Login::host)).orElse("localhost");
        if (host.startsWith("/")) {
            problems.add(
                    reader.positionOf(reader.has("host") ? "host" : "url"),
                    "the Unix socket \"" + host + "\" cannot be used; give host: localhost");
        }
        int port = port(reader, url, scheme);
        String path = databaseKey
                ? key(reader, "database", url.map(Login::path).filter(text -> !text.isEmpty()))
                        .orElse("")
                : url.map(Login::path).orElse("");
        String user = key(reader, "user", url.map(Login::user).filter(text -> !text.isEmpty()))
                .orElse("");
        boolean brokenUrl = url.isEmpty() && !hostless && reader.has("url");
        if (user.isEmpty() && !scheme.userHint().isEmpty() && !brokenUrl) {
            problems.add(
                    reader.positionOf(reader.has("url") ? "url" : "user"), "\"user\" is missing; " + scheme.userHint());
        }
        Optional<Secret> inUrl = url.flatMap(Login::password);
        Optional<Secret> password = passwords.read(reader, inUrl.isPresent()).or(() -> inUrl);
        boolean encrypted = url.map(Login::encrypted).orElse(false);
        return new Login(
                host,
                port,
                path,
                user,
                password,
                encrypted,
                url.map(Login::parameters).orElse(Map.of()));
    }

    private Optional<Login> url(MappingReader reader, String text, Scheme scheme) {
        try {
            return Optional.of(Login.of(text, scheme));
        } catch (ConfigException e) {
            problems.add(reader.positionOf("url"), "\"url\" " + e.getMessage());
            return Optional.empty();
        }
    }

    private int port(MappingReader reader, Optional<Login> url, Scheme scheme) {
        if (Keys.given(reader, "port").isEmpty()) {
            return url.map(Login::port).orElse(scheme.port());
        }
        if (url.isPresent()) {
            twice(reader, "port");
        }
        return Keys.bounded(reader, "port", scheme.port(), 65_535);
    }

    private Optional<String> key(MappingReader reader, String key, Optional<String> inUrl) {
        Optional<String> given = Keys.given(reader, key);
        if (given.isPresent() && inUrl.isPresent()) {
            twice(reader, key);
        }
        return given.or(() -> inUrl);
    }

    private void twice(MappingReader reader, String key) {
        problems.add(reader.positionOf(key), "\"" + key + "\" is given here and in the url; keep one of them");
    }
}
