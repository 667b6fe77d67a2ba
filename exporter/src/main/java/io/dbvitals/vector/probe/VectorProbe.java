package io.dbvitals.vector.probe;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.TransactionServer;
import io.dbvitals.vector.probe.series.ProbeFamilies;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Latency, plan and recall of searches that the exporter makes itself, in every vector index that it may read and by every query of the
 * user's. A scrape starts the searches, and gets what they have found so far.
 */
public final class VectorProbe implements Collector, AutoCloseable {
    /** There is one for each server, for all of its databases. */
    public static final String NAME = "pg_vector_probe";

    private final TransactionServer server;
    private final ProbeFamilies families;
    private final Roster roster;
    private final Background background;

    private VectorProbe(
            TransactionServer server, TargetConfig.Databases selection, VectorConfig config, Labels labels) {
        LongSupplier nanoClock = System::nanoTime;
        RandomGenerator random = new Random();
        this.server = server;
        this.families = new ProbeFamilies(labels, nanoClock);
        this.roster = new Roster(config, families, random, nanoClock);
        Rounds rounds = new Rounds(
                new Discovery(server, selection, config),
                new Searcher(server, config, nanoClock),
                roster,
                config,
                random,
                nanoClock);
        List<Background.Work> works = new ArrayList<>(List.of(rounds));
        config.recall()
                .ifPresent(settings -> works.add(new Recalls(server, roster, config, settings, random, nanoClock)));
        this.background = new Background(config.connections(), works, new Ends(), nanoClock);
    }

    /**
     * Starts nothing yet.
     *
     * @param server whose connections nobody else uses, as many as {@code config} allows; it stays open
     * @param selection of databases in which indexes are looked for
     * @param labels on every series
     */
    public static VectorProbe of(
            TransactionServer server, TargetConfig.Databases selection, VectorConfig config, Labels labels) {
        return new VectorProbe(server, selection, config, labels);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Waits for nothing. */
    @Override
    public List<MetricSnapshot> collect(Deadline deadline) {
        background.seen();
        return families.collect(roster.series());
    }

    /** Ends a search that is under way. */
    @Override
    public void close() {
        background.close();
    }

    private final class Ends implements Background.Ends {
        @Override
        public void rest() {
            roster.all().forEach(Subject::rest);
            server.closeIdle();
        }

        @Override
        public void cancel() {
            server.cancelTransactions();
        }
    }
}
