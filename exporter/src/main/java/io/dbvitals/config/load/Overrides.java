package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.source.Addresses;
import io.dbvitals.config.source.VariableTarget;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says; it wins over the file and the variables.
 *
 * @param listen as in the file
 * @param url of the one server to watch, instead of all that is configured
 * @param user of {@code url}
 * @param passwordFile of {@code url}
 * @param queries query files to include beside the configured ones
 */
public record Overrides(
        Optional<String> listen,
        Optional<Path> webConfig,
        Optional<String> url,
        Optional<String> user,
        Optional<Path> passwordFile,
        List<String> queries) {
    public static final Overrides NONE = new Overrides(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Overrides {
        queries = List.copyOf(queries);
    }

    @Override
    public String toString() {
        return "Overrides[listen=" + listen + ", webConfig=" + webConfig + ", url=" + (url.isPresent() ? "***" : "")
                + ", user=" + user + ", passwordFile=" + passwordFile + ", queries=" + queries + "]";
    }

    /** The one target of {@code --url}; empty when there is no such option. */
    Optional<TargetConfig> target(Map<String, String> environment) throws ConfigException {
        if (url.isEmpty()) {
            if (user.isPresent() || passwordFile.isPresent()) {
                throw new ConfigException("--user and --password-file need --url, the server that they are for");
            }
            return Optional.empty();
        }
        try {
            Optional<Secret> password = passwordFile.map(Secret.File::new);
            Optional<TargetConfig.Source> other = Addresses.other(url.get(), user, password);
            if (other.isPresent()) {
                return Optional.of(Addresses.target(other.get(), "--url", Map.of()));
            }
        } catch (ConfigException e) {
            throw new ConfigException("--url " + e.getMessage());
        }
        VariableTarget target = new VariableTarget("--url", environment).url(url.get());
        if (user.isPresent()) {
            target.user("--user", user.get());
        }
        passwordFile.ifPresent(path -> target.password(new Secret.File(path)));
        return Optional.of(target.finish("postgres", TargetConfig.Databases.ONE, Map.of()));
    }

    Config applyTo(Config config, Map<String, String> environment) throws ConfigException {
        Optional<TargetConfig> target = target(environment);
        List<Config.Include> include = new ArrayList<>(config.queries().include());
        for (String path : queries) {
            include.add(new Config.Include(path, Optional.empty(), Optional.empty(), new Position("--queries", 1, 1)));
        }
        Config.Queries old = config.queries();
        return new Config(
                listen.isPresent() ? endpoint("--listen", listen.get()) : config.listen(),
                webConfig.or(config::webConfig),
                config.scrape(),
                target.map(List::of).orElse(config.targets()),
                new Config.Queries(old.builtin(), include, old.enable(), old.disable()),
                config.compatListeners(),
                config.thresholds(),
                config.changes(),
                config.probe(),
                config.guard(),
                config.health(),
                config.advice(),
                config.alerting(),
                config.api(),
                config.files());
    }

    static Config.Endpoint endpoint(String source, String text) throws ConfigException {
        return Config.Endpoint.parse(text)
                .orElseThrow(() -> new ConfigException(
                        source + " must be host:port, [IPv6 address]:port, :port or a port, not \"" + text + "\""));
    }
}
