package io.dbvitals.config;

import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.yaml.Position;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole configuration, read and checked; the only form that the rest of the program sees.
 *
 * @param listen where {@code /metrics} and all else is served
 * @param compatListeners port to the kinds of targets served there, for those who scrape the ports of other exporters
 * @param thresholds by name, such as {@code connections_used_ratio}; those of the targets, too, with what was changed
 * @param changes to thresholds while the program ran
 * @param files every file that was read, for the watcher
 */
public record Config(
        Endpoint listen,
        Optional<Path> webConfig,
        Scrape scrape,
        List<TargetConfig> targets,
        Queries queries,
        Map<Integer, List<String>> compatListeners,
        Map<String, Threshold> thresholds,
        Changes changes,
        Probe probe,
        GuardConfig guard,
        Health health,
        Advice advice,
        Alerting alerting,
        ApiConfig api,
        List<Path> files) {
    public Config {
        targets = List.copyOf(targets);
        compatListeners = Map.copyOf(compatListeners);
        thresholds = Map.copyOf(thresholds);
        files = List.copyOf(files);
    }

    /** Where nothing is configured: all as it is by default, and nothing to watch. */
    public static Config nothing() {
        return new Config(
                Endpoint.DEFAULT,
                Optional.empty(),
                Scrape.DEFAULT,
                List.of(),
                Queries.DEFAULT,
                Map.of(),
                Map.of(),
                Changes.NONE,
                Probe.NONE,
                GuardConfig.OFF,
                Health.STANDARD,
                Advice.STANDARD,
                Alerting.NONE,
                ApiConfig.STANDARD,
                List.of());
    }

    /** The same with another guard. */
    public Config with(GuardConfig other) {
        return new Config(
                listen,
                webConfig,
                scrape,
                targets,
                queries,
                compatListeners,
                thresholds,
                changes,
                probe,
                other,
                health,
                advice,
                alerting,
                api,
                files);
    }

    /** The same with other thresholds: those of all, and those of its targets. */
    public Config with(Map<String, Threshold> ofAll, List<TargetConfig> otherTargets, Changes other) {
        return new Config(
                listen,
                webConfig,
                scrape,
                otherTargets,
                queries,
                compatListeners,
                ofAll,
                other,
                probe,
                guard,
                health,
                advice,
                alerting,
                api,
                files);
    }

    /** A host (empty for all addresses) and a port. */
    public record Endpoint(String host, int port) {
        public static final Endpoint DEFAULT = new Endpoint("0.0.0.0", 9999);

        /** Reads {@code host:port}, {@code :port}, {@code [::1]:port} or a bare port; empty for anything else. */
        public static Optional<Endpoint> parse(String text) {
            Matcher parts = Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:\\[\\]/]*)):)?(\\d{1,5})")
                    .matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            int port = Integer.parseInt(parts.group(3));
            String host = parts.group(1) != null ? parts.group(1) : parts.group(2) != null ? parts.group(2) : "";
            // 0 lets the system choose a free port, which the log then names.
            return port > 65_535 ? Optional.empty() : Optional.of(new Endpoint(host, port));
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * What one scrape may cost.
     *
     * @param budget the longest that a scrape lasts, whatever Prometheus would grant
     * @param margin taken off the time that Prometheus grants, for rendering and the way back
     * @param maxSeries on one page
     * @param threads that read targets at the same time, at most; half as many more run what may outlast a scrape
     */
    public record Scrape(Duration budget, Duration margin, int maxSeries, int threads) {
        public static final Scrape DEFAULT = new Scrape(Duration.ofSeconds(10), Duration.ofMillis(500), 200_000, 32);
    }

    /**
     * Which query files are run.
     *
     * @param builtin whether the files inside the program are
     * @param enable ids of queries that are off by default
     * @param disable ids of queries that shall not run; globs
     */
    public record Queries(boolean builtin, List<Include> include, List<String> enable, List<String> disable) {
        public static final Queries DEFAULT = new Queries(true, List.of(), List.of(), List.of());

        public Queries {
            include = List.copyOf(include);
            enable = List.copyOf(enable);
            disable = List.copyOf(disable);
        }
    }

    /**
     * Query files of the user.
     *
     * @param path a file, a folder or a glob; relative to the configuration file
     * @param format {@code native}, {@code postgres_exporter}, {@code cloudnative_pg} or {@code pg_exporter}; empty: the file's keys decide
     * @param metricPrefix replaces {@code pg} at the start of postgres_exporter's names; empty: kept
     */
    public record Include(String path, Optional<String> format, Optional<String> metricPrefix, Position position) {}

    /**
     * Whether the running program scores its targets behind the scrapes.
     *
     * @param interval between two readings of a target, at least; none is read while nobody scrapes
     */
    public record Health(boolean enabled, Duration interval) {
        public static final Health STANDARD = new Health(true, Duration.ofSeconds(30));
    }

    /**
     * Whether the running program judges behind the scrapes what statements cost.
     *
     * @param interval between two readings of a target's counters: the window that is judged
     */
    public record Advice(boolean enabled, Duration interval) {
        public static final Advice STANDARD = new Advice(false, Duration.ofMinutes(5));
    }

    /**
     * Where the alerts are kept that this program operates. User, password, token and CA are for all of them.
     *
     * @param prometheus its address with its path; empty: there is no history
     * @param alertmanagers members of one cluster: alerts go to each, silences to the first that answers
     * @param user of basic authentication; empty: none
     * @param token of a bearer; {@link Secret#NONE}: none
     * @param ca PEM certificates that theirs must be signed by; empty: those that Java trusts
     * @param timeout of one call
     * @param acknowledge how long an acknowledgement holds before it is extended
     */
    public record Alerting(
            Optional<URI> prometheus,
            List<URI> alertmanagers,
            String user,
            Secret password,
            Secret token,
            Optional<Path> ca,
            Duration timeout,
            Duration acknowledge) {
        public static final Alerting NONE = new Alerting(
                Optional.empty(),
                List.of(),
                "",
                Secret.NONE,
                Secret.NONE,
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15));

        public Alerting {
            alertmanagers = List.copyOf(alertmanagers);
        }

        /** The same at other places. */
        public Alerting at(Optional<URI> otherPrometheus, List<URI> otherAlertmanagers) {
            return new Alerting(otherPrometheus, otherAlertmanagers, user, password, token, ca, timeout, acknowledge);
        }
    }

    /** Exported as {@code dbvitals_threshold}, for alert rules. */
    public record Threshold(Optional<Double> warning, Optional<Double> critical) {}

    /**
     * What was changed while the program ran.
     *
     * @param file where it is kept; empty where there is no configuration file that it could stand beside
     * @param all that counts, one for each target and name
     * @param written the thresholds of the configuration itself, by target (empty: for all)
     */
    public record Changes(Optional<Path> file, List<Change> all, Map<String, Map<String, Threshold>> written) {
        public static final Changes NONE = new Changes(Optional.empty(), List.of(), Map.of());

        public Changes {
            all = List.copyOf(all);
            written = Map.copyOf(written);
        }
    }

    /**
     * A threshold that counts before that of the configuration.
     *
     * @param target empty: of all
     * @param threshold what it does not give stays as the configuration says
     * @param by who changed it
     */
    public record Change(String target, String name, Threshold threshold, String by, Instant at) {}

    /**
     * {@code /probe}: what may be asked for.
     *
     * @param allow globs of {@code host} or {@code host:port}; empty: nothing may be probed
     * @param modules credentials and options by name; {@code default} is used when none is asked for
     */
    public record Probe(List<String> allow, Map<String, TargetConfig.Source> modules) {
        public static final Probe NONE = new Probe(List.of(), Map.of());

        public Probe {
            allow = List.copyOf(allow);
            modules = Map.copyOf(modules);
        }
    }
}
