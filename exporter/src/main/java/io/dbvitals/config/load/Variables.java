package io.dbvitals.config.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.source.Addresses;
import io.dbvitals.config.source.VariableTarget;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The configuration that well-known variables give when there is no file: those of postgres_exporter and pg_exporter, the
 * {@code DB_*} that many images use, and our own {@code DB_MONITOR_*}. The first group that names a server is taken.
 */
final class Variables {
    static final String NOTHING = """
            nothing is configured; give one of
              a file:      dbvitals.yaml in this folder, /etc/dbvitals/dbvitals.yaml, or --config FILE, with
                             targets: [{name: primary, postgres: {url: "postgresql://db1:5432/app", user: dbvitals}}]
              an option:   --url postgresql://dbvitals@db1:5432/app --password-file FILE
              a variable:  DATA_SOURCE_NAME=postgresql://dbvitals:PASSWORD@db1:5432/app
                           REDIS_ADDR=redis://cache:6379
            and the url may be redis://…, mysql://… or pgbouncer://… as well""";

    /** A comma before something that starts a connection string; commas inside one do not part. */
    private static final Pattern PARTING = Pattern.compile(
            ",\\s*(?=(?:jdbc:)?postgres(?:ql)?://|(?:host|hostaddr|user|dbname|port|password|sslmode)\\s*=)");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    Config read(Optional<TargetConfig> fromOptions) throws ConfigException {
        List<TargetConfig> targets = new ArrayList<>(fromOptions.isPresent() ? List.of(fromOptions.get()) : targets());
        if (fromOptions.isEmpty()) {
            targets.addAll(new OtherVariables(environment).targets());
        }
        if (targets.isEmpty()) {
            throw new ConfigException(NOTHING);
        }
        Optional<String> own = get("DB_MONITOR_LISTEN");
        Optional<String> foreign = get("PG_EXPORTER_WEB_LISTEN_ADDRESS");
        Config.Endpoint listen = own.isPresent()
                ? Overrides.endpoint("DB_MONITOR_LISTEN", own.get())
                : foreign.isPresent()
                        ? Overrides.endpoint("PG_EXPORTER_WEB_LISTEN_ADDRESS", foreign.get())
                        : Config.Endpoint.DEFAULT;
        return new Config(
                listen,
                get("DB_MONITOR_WEB_CONFIG").map(Path::of),
                scrape(),
                targets,
                queries(),
                Map.of(),
                Map.of(),
                Config.Changes.NONE,
                Config.Probe.NONE,
                new GuardVariables(environment).read(),
                Config.Health.STANDARD,
                Config.Advice.STANDARD,
                Config.Alerting.NONE,
                ApiConfig.STANDARD,
                List.of());
    }

    private Config.Scrape scrape() throws ConfigException {
        Config.Scrape standard = Config.Scrape.DEFAULT;
        Optional<String> text = get("DB_MONITOR_SCRAPE_BUDGET");
        if (text.isEmpty()) {
            return standard;
        }
        Duration budget = Durations.parse(text.get())
                .filter(duration -> duration.compareTo(standard.margin()) > 0)
                .orElseThrow(() -> new ConfigException(
                        "DB_MONITOR_SCRAPE_BUDGET must be a duration of more than 500ms, such as 10s"));
        return new Config.Scrape(budget, standard.margin(), standard.maxSeries(), standard.threads());
    }

    private Config.Queries queries() throws ConfigException {
        List<Config.Include> include = new ArrayList<>();
        get("PG_EXPORTER_EXTEND_QUERY_PATH")
                .ifPresent(path -> include.add(new Config.Include(
                        path,
                        Optional.of("postgres_exporter"),
                        get("PG_EXPORTER_METRIC_PREFIX"),
                        new Position("PG_EXPORTER_EXTEND_QUERY_PATH", 1, 1))));
        return new Config.Queries(!flag("PG_EXPORTER_DISABLE_DEFAULT_METRICS"), include, List.of(), List.of());
    }

    private List<TargetConfig> targets() throws ConfigException {
        TargetConfig.Databases databases = databases();
        Map<String, String> labels = labels();
        Optional<String> name = get("DATA_SOURCE_NAME");
        if (name.isPresent()) {
            Optional<TargetConfig.Source> other = other("DATA_SOURCE_NAME", name.get());
            if (other.isPresent()) {
                return List.of(Addresses.target(other.get(), "DATA_SOURCE_NAME", labels));
            }
            return several("DATA_SOURCE_NAME", PARTING.split(name.get()), databases, labels);
        }
        Optional<String> uri = orFile("DATA_SOURCE_URI");
        if (uri.isPresent()) {
            return List.of(fromUri(uri.get()).finish("postgres", databases, labels));
        }
        Optional<String> url = orFile("PG_EXPORTER_URL");
        if (url.isPresent()) {
            return several("PG_EXPORTER_URL", new String[] {url.get()}, databases, labels);
        }
        if (get("DB_HOST").isPresent()) {
            return List.of(fromParts().finish("postgres", databases, labels));
        }
        return List.of();
    }

    private static Optional<TargetConfig.Source> other(String variable, String text) throws ConfigException {
        try {
            return Addresses.other(text, Optional.empty(), Optional.empty());
        } catch (ConfigException e) {
            throw new ConfigException(variable + " " + e.getMessage());
        }
    }

    private List<TargetConfig> several(
            String source, String[] urls, TargetConfig.Databases databases, Map<String, String> labels)
            throws ConfigException {
        List<TargetConfig> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String url : urls) {
            VariableTarget draft = new VariableTarget(source, environment).url(url);
            TargetConfig target = draft.finish(urls.length == 1 ? "postgres" : "", databases, labels);
            String unique = target.name();
            for (int i = 2; !names.add(unique); i++) {
                unique = target.name() + "-" + i;
            }
            targets.add(new TargetConfig(unique, target.source(), labels, List.of(), target.position()));
        }
        return targets;
    }

    /** {@code host:port/database?key=value}, to which user and password come by variables of their own. */
    private VariableTarget fromUri(String uri) throws ConfigException {
        VariableTarget target = new VariableTarget("DATA_SOURCE_URI", environment)
                .url(uri.contains("://") ? uri : "postgresql://" + uri);
        Optional<String> user = orFile("DATA_SOURCE_USER");
        if (user.isPresent()) {
            target.user("DATA_SOURCE_USER", user.get());
        }
        get("DATA_SOURCE_PASS").ifPresent(password -> target.password(new Secret.Literal(password)));
        get("DATA_SOURCE_PASS_FILE").ifPresent(path -> target.password(new Secret.File(Path.of(path))));
        return target;
    }

    private VariableTarget fromParts() {
        VariableTarget target = new VariableTarget("DB_HOST", environment);
        get("DB_HOST").ifPresent(host -> target.keyword("host", host));
        // Kubernetes sets DB_PORT=tcp://10.0.0.1:5432 for a service named "db".
        get("DB_PORT").ifPresent(port -> target.keyword("port", port.replaceFirst("^tcp://.*:", "")));
        get("DB_NAME").ifPresent(database -> target.keyword("dbname", database));
        get("DB_USER").ifPresent(user -> target.keyword("user", user));
        get("DB_PASSWORD").ifPresent(password -> target.password(new Secret.Literal(password)));
        get("DB_PASSWORD_FILE").ifPresent(path -> target.password(new Secret.File(Path.of(path))));
        return target;
    }

    private TargetConfig.Databases databases() throws ConfigException {
        boolean discover = flag("PG_EXPORTER_AUTO_DISCOVER_DATABASES") || flag("DB_MONITOR_DISCOVER_DATABASES");
        return new TargetConfig.Databases(
                discover,
                list("PG_EXPORTER_INCLUDE_DATABASES"),
                list("PG_EXPORTER_EXCLUDE_DATABASES"),
                TargetConfig.Databases.ONE.max());
    }

    /** {@code a=1,b=2}, as postgres_exporter takes them. */
    private Map<String, String> labels() throws ConfigException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : list("PG_EXPORTER_CONSTANT_LABELS")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || !parts[0].trim().matches("(?!__)[A-Za-z_][A-Za-z0-9_]*")) {
                throw new ConfigException("PG_EXPORTER_CONSTANT_LABELS must be label=value pairs with commas between");
            }
            labels.put(parts[0].trim(), parts[1].trim());
        }
        return labels;
    }

    private List<String> list(String variable) {
        return get(variable).stream()
                .flatMap(text -> List.of(text.split(",")).stream())
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private boolean flag(String variable) throws ConfigException {
        String text = get(variable).orElse("false");
        return switch (text) {
            case "true", "TRUE", "True", "t", "1", "yes", "on" -> true;
            case "false", "FALSE", "False", "f", "0", "no", "off" -> false;
            default -> throw new ConfigException(variable + " must be true or false");
        };
    }

    /** The variable, or the text of the file that {@code <variable>_FILE} names. */
    private Optional<String> orFile(String variable) throws ConfigException {
        Optional<String> path = get(variable + "_FILE");
        if (path.isEmpty()) {
            return get(variable);
        }
        try {
            return Optional.of(Files.readString(Path.of(path.get())).strip());
        } catch (IOException e) {
            throw new ConfigException(
                    variable + "_FILE: " + path.get() + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private Optional<String> get(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }
}
