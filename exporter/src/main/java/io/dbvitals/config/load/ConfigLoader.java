package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.thresholds.ChangesFile;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds and reads the configuration: the given file, else {@code dbvitals.yaml} in the working directory, else
 * {@code /etc/dbvitals/dbvitals.yaml}, else the variables and options alone.
 */
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final List<Path> places;

    private ConfigLoader(Map<String, String> environment, List<Path> places) {
        this.environment = Map.copyOf(environment);
        this.places = List.copyOf(places);
    }

    /** With the variables and the working directory of this process. */
    public static ConfigLoader ofProcess() {
        return of(System.getenv(), List.of(Path.of("dbvitals.yaml"), Path.of("/etc/dbvitals/dbvitals.yaml")));
    }

    /** With these variables, and these places in which a file is looked for. */
    public static ConfigLoader of(Map<String, String> environment, List<Path> places) {
        return new ConfigLoader(environment, places);
    }

    /** The whole order; an option wins over all. */
    public Config discover(Optional<Path> given, Overrides options) throws ConfigException {
        Optional<Path> file =
                given.or(() -> places.stream().filter(Files::exists).findFirst());
        return file.isPresent()
                ? ChangesFile.over(options.applyTo(written(file.get()), environment))
                : fromEnvironment(options);
    }

    /** The same, for what can do without: empty where nothing at all is configured. */
    public Optional<Config> find(Optional<Path> given) throws ConfigException {
        try {
            return Optional.of(discover(given, Overrides.NONE));
        } catch (ConfigException e) {
            if (Variables.NOTHING.equals(e.getMessage())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Every mistake in the file at once, each with its position; then what was changed while the program ran. */
    public Config load(Path file) throws ConfigException {
        return ChangesFile.over(written(file));
    }

    private Config written(Path file) throws ConfigException {
        Optional<YamlNode> root = YamlFile.read(file);
        if (root.isEmpty()) {
            throw new ConfigException(file + " is empty; give at least targets: [{name: …, postgres: {url: …}}]");
        }
        return new ConfigReader(file, environment).read(root.get());
    }

    /** Without a file: the variables, and the options above them. */
    public Config fromEnvironment(Overrides options) throws ConfigException {
        return options.applyTo(new Variables(environment).read(options.target(environment)), environment);
    }
}
