package io.dbvitals.alerts.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import java.util.Base64;
import java.util.Optional;

/** How we say who we are: the secrets are read for each call, so that rotated ones are found. */
final class Login {
    private final Config.Alerting settings;

    Login(Config.Alerting settings) {
        this.settings = settings;
    }

    /** The value of {@code Authorization}; empty where there is no login. */
    Optional<String> header() throws ConfigException {
        if (!settings.user().isEmpty()) {
            String pair = settings.user() + ":" + settings.password().read();
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        }
        String token = settings.token().read();
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ConfigException("alerting.token_file holds no token: it must be one line without blanks");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }
}
