package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.dbvitals.config.HostConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.files.ConfigFiles;
import io.dbvitals.config.files.Fingerprint;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.host.HostTarget;
import io.dbvitals.query.Query;
import io.dbvitals.query.load.QueryFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration and the queries that it names, as they were read at one moment.
 *
 * @param fingerprint of every file that was read
 */
public record Settings(Config config, List<Query> queries, Fingerprint fingerprint) {
    private static final Logger logger = LoggerFactory.getLogger(Settings.class);

    public Settings {
        queries = List.copyOf(queries);
    }

    /** Reads the configuration, from wherever the command line says. */
    public interface Source {
        Config read() throws ConfigException;
    }

    /** Reads all files; nothing is in use before all of them are good. What they say in vain is logged. */
    public static Settings read(Source source) throws ConfigException {
        Config config = source.read();
        checkNames(config);
        QueryFiles.Loaded loaded = QueryFiles.load(config.queries(), Path.of(""));
        loaded.warnings().forEach(warning -> logger.warn("{}", warning));
        return new Settings(config, loaded.active(), Fingerprint.of(files(config, loaded)));
    }

    /** Collectors that a target switches on or off must exist; only their own room knows them. */
    private static void checkNames(Config config) throws ConfigException {
        Problems problems = new Problems();
        for (TargetConfig target : config.targets()) {
            if (target.source() instanceof HostConfig host) {
                Stream.concat(host.enable().stream(), host.disable().stream())
                        .filter(name -> !HostTarget.names().contains(name))
                        .forEach(name -> problems.add(
                                target.position(),
                                "the host has no collector \"" + name + "\""
                                        + Suggestion.of(name, HostTarget.names()) + "; there are "
                                        + String.join(", ", new TreeSet<>(HostTarget.names()))));
            }
        }
        problems.throwIfAny();
    }

    /** Whether a file has another content than when this was read. */
    boolean outdated() {
        return !fingerprint
                        .changedSince(
                                Fingerprint.of(List.copyOf(fingerprint.files().keySet())))
                        .isEmpty()
                || !Fingerprint.of(ConfigFiles.of(config)).files().keySet().stream()
                        .allMatch(fingerprint.files()::containsKey);
    }

    /** With other thresholds, as their file says by now. */
    Settings with(Config changed) {
        Map<Path, String> files = new HashMap<>(fingerprint.files());
        changed.changes()
                .file()
                .ifPresent(file -> files.putAll(Fingerprint.of(List.of(file)).files()));
        return new Settings(changed, queries, new Fingerprint(files));
    }

    /** The same, as if it had been read from the files as they are now: a broken file is tried again once it changes again. */
    Settings seenNow() {
        Set<Path> files = new TreeSet<>(fingerprint.files().keySet());
        files.addAll(ConfigFiles.of(config));
        return new Settings(config, queries, Fingerprint.of(List.copyOf(files)));
    }

    private static List<Path> files(Config config, QueryFiles.Loaded loaded) {
        List<Path> files = new ArrayList<>(ConfigFiles.of(config));
        files.addAll(loaded.files());
        return files;
    }
}
