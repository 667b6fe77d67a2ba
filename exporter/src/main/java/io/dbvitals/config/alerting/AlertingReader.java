package io.dbvitals.config.alerting;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.login.PasswordReader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code alerting:} block. */
public final class AlertingReader {
    private static final Duration LEAST_ACKNOWLEDGED = Duration.ofSeconds(5);
    private static final Duration MOST_ACKNOWLEDGED = Duration.ofDays(7);

    private final Path folder;
    private final Problems problems;

    /** {@code folder}: that relative paths begin at. */
    public AlertingReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    public Config.Alerting read(MappingReader reader) {
        Config.Alerting standard = Config.Alerting.NONE;
        Optional<URI> prometheus = Keys.given(reader, "prometheus")
                .flatMap(text -> address("\"prometheus\"", text, reader.positionOf("prometheus")));
        List<URI> alertmanagers = alertmanagers(reader);
        String user = Keys.given(reader, "user").orElse("");
        Optional<Secret> password = new PasswordReader(folder, problems).read(reader, false);
        Optional<Secret> token = Keys.given(reader, "token_file").map(path -> new Secret.File(folder.resolve(path)));
        login(reader, user, password, token);
        Config.Alerting alerting = new Config.Alerting(
                prometheus,
                alertmanagers,
                user,
                password.orElse(Secret.NONE),
                token.orElse(Secret.NONE),
                Keys.given(reader, "ca_file").map(folder::resolve),
                Keys.positive(reader, "timeout").orElse(standard.timeout()),
                acknowledge(reader).orElse(standard.acknowledge()));
        reader.finish();
        return alerting;
    }

    /**
     * An address as the command line gives it.
     *
     * @param what it is, as {@code --prometheus}
     */
    public static URI address(String what, String text) throws ConfigException {
        Optional<String> mistake = mistake(text);
        if (mistake.isPresent()) {
            throw new ConfigException(what + " " + mistake.get());
        }
        return URI.create(text);
    }

    private List<URI> alertmanagers(MappingReader reader) {
        List<URI> addresses = new ArrayList<>();
        for (YamlNode.Scalar item : reader.scalars("alertmanagers")) {
            if (!item.text().isEmpty()) {
                address("an item of \"alertmanagers\"", item.text(), item.position())
                        .ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private Optional<URI> address(String what, String text, Position position) {
        Optional<String> mistake = mistake(text);
        mistake.ifPresent(each -> problems.add(position, what + " " + each));
        return mistake.isPresent() ? Optional.empty() : Optional.of(URI.create(text));
    }

    /** Does not quote what may hold a password. */
    private static Optional<String> mistake(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is no address: it must be as http://alerts:9093");
        }
        String scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (Optional.ofNullable(address.getRawAuthority()).orElse("").contains("@")) {
            return Optional.of(
                    "must not hold a user or a password; give \"user\" and \"password_file\" in \"alerting\"");
        }
        if (!List.of("http", "https").contains(scheme) || address.getHost() == null) {
            return Optional.of("must be an http:// or https:// address, as http://alerts:9093");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            return Optional.of("must end with its path: nothing may follow \"?\" or \"#\"");
        }
        return Optional.empty();
    }

    private void login(MappingReader reader, String user, Optional<Secret> password, Optional<Secret> token) {
        if (user.isEmpty() && password.isPresent()) {
            problems.add(reader.position(), "the password of \"alerting\" is for nobody: give \"user\"");
        }
        if (!user.isEmpty() && password.isEmpty()) {
            problems.add(
                    reader.positionOf("user"), "the user of \"alerting\" needs a password: give \"password_file\"");
        }
        if (!user.isEmpty() && token.isPresent()) {
            problems.add(
                    reader.positionOf("token_file"),
                    "\"token_file\" is a second login, beside \"user\"; keep one of them");
        }
    }

    private Optional<Duration> acknowledge(MappingReader reader) {
        Optional<Duration> duration = reader.duration("acknowledge");
        if (duration.isPresent()
                && (duration.get().compareTo(LEAST_ACKNOWLEDGED) < 0
                        || duration.get().compareTo(MOST_ACKNOWLEDGED) > 0)) {
            problems.add(
                    reader.positionOf("acknowledge"),
                    "\"acknowledge\" must be from " + Durations.format(LEAST_ACKNOWLEDGED) + " to "
                            + Durations.format(MOST_ACKNOWLEDGED) + ", not " + reader.written("acknowledge"));
        }
        return duration;
    }
}
