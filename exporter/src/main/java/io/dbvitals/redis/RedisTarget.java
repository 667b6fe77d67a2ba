package io.dbvitals.redis;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.reply.Clients;
import io.dbvitals.redis.reply.ClusterInfo;
import io.dbvitals.redis.reply.CommandLog;
import io.dbvitals.redis.reply.Keys;
import io.dbvitals.redis.reply.Latency;
import io.dbvitals.redis.reply.Sentinel;
import io.dbvitals.redis.reply.Settings;
import io.dbvitals.redis.reply.SlowLog;
import io.dbvitals.redis.reply.Streams;
import io.dbvitals.redis.stats.CommandStats;
import io.dbvitals.redis.stats.ErrorStats;
import io.dbvitals.redis.stats.Keyspace;
import io.dbvitals.redis.stats.LatencyStats;
import io.dbvitals.redis.stats.Modules;
import io.dbvitals.redis.stats.Replication;
import io.dbvitals.redis.stats.ServerStats;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Target;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Redis or Valkey server, a Sentinel or one node of a cluster. {@link #prepare} reads it, in one round trip over one kept connection;
 * the collectors only map what was read.
 */
public final class RedisTarget implements Target, AutoCloseable {
    private final String name;
    private final Labels labels;
    private final Server server;
    private final Refusals refusals;
    private final RedisStatus status;
    private final List<ReadoutCollector> collectors;
    private volatile Optional<Readout> readout = Optional.empty();
    private volatile Optional<CollectException> failure = Optional.empty();

    /** Does no I/O; {@code labels} are borne by every series. */
    public RedisTarget(String name, RedisConfig config, Labels labels) {
        this.name = name;
        this.labels = labels;
        List<Subject> subjects = subjects(config.options());
        this.refusals = new Refusals(name, System::nanoTime);
        this.server = new Server(config, subjects, refusals);
        this.status = new RedisStatus(labels, name);
        this.collectors = subjects.stream()
                .map(subject -> new ReadoutCollector(subject, labels, () -> readout))
                .toList();
    }

    /** Names of all collectors, also of those that are off by default. */
    public static Set<String> names() {
        RedisConfig.Options all =
                new RedisConfig.Options(true, true, true, true, true, List.of("db0=any"), List.of("db0=any"));
        return subjects(all).stream().map(Subject::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Subject> subjects(RedisConfig.Options options) {
        List<Subject> subjects = new ArrayList<>(List.of(
                new ServerStats(options.rates()),
                new Keyspace(options.emptyDatabases(), Settings::databases),
                new CommandStats(),
                new LatencyStats(),
                new ErrorStats(),
                new Replication(),
                new SlowLog(),
                new CommandLog(),
                new Latency(),
                new Settings(options.configValues()),
                new ClusterInfo(),
                new Sentinel()));
        if (options.clients()) {
            subjects.add(new Clients());
        }
        if (options.modules()) {
            subjects.add(new Modules());
        }
        if (!options.keys().isEmpty()) {
            subjects.add(new Keys(options.keys()));
        }
        if (!options.streams().isEmpty()) {
            subjects.add(new Streams(options.streams()));
        }
        return subjects;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "redis";
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public List<Collector> prepare(Deadline deadline) throws CollectException {
        Readout read;
        try {
            read = server.read(deadline);
        } catch (CollectException e) {
            readout = Optional.empty();
            failure = Optional.of(e);
            throw e;
        }
        readout = Optional.of(read);
        failure = Optional.empty();
        List<Collector> applying = new ArrayList<>();
        for (ReadoutCollector collector : collectors) {
            Subject subject = collector.subject();
            if (subject.applies(read.info()) && !refused(subject, read.info())) {
                applying.add(collector);
            }
        }
        return applying;
    }

    @Override
    public Map<String, String> skipped() {
        Map<String, String> skipped = new TreeMap<>();
        readout.map(Readout::info)
                .ifPresent(info -> collectors.stream()
                        .map(ReadoutCollector::subject)
                        .filter(subject -> subject.applies(info) && refused(subject, info))
                        .forEach(subject -> skipped.put(subject.name(), "refused")));
        return skipped;
    }

    @Override
    public Optional<Boolean> replica() {
        return readout.map(read -> read.info().replica());
    }

    @Override
    public List<MetricSnapshot> status(Report report) {
        return status.families(report, server, refusals.labels(), readout, failure);
    }

    @Override
    public void close() {
        server.close();
    }

    private boolean refused(Subject subject, Info info) {
        return !subject.alsoFromInfo() && refusals.holdAll(subject.commands(info));
    }
}
