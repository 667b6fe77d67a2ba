package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.vector.catalog.IndexCatalogue;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.report.IndexMeter;
import io.dbvitals.vector.report.IndexReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Measures the vector indexes of the configured PostgreSQL servers once, for a command that prints what was found. */
public final class VectorReports {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** An index is given up after this; its report says so. */
    private static final Duration OF_ONE_INDEX = Duration.ofMinutes(10);

    private VectorReports() {}

    /** Told as the work goes on. */
    public interface Progress {
        /** {@code done} of {@code all} indexes of that target are measured; that one is next. */
        void measuring(String target, String index, int done, int all);
    }

    /**
     * What was found.
     *
     * @param reports one for each index, in the order of targets and names
     * @param failures one line for each target or database that could not be asked
     */
    public record Outcome(List<Reported> reports, List<String> failures) {
        public Outcome {
            reports = List.copyOf(reports);
            failures = List.copyOf(failures);
        }
    }

    /** A report and the target that the index is in. */
    public record Reported(String target, IndexReport report) {}

    /** {@code names}: globs of an index, or of {@code schema.index}; empty for all. */
    public static Outcome run(Config config, List<String> names, IndexMeter.Extent extent, Progress progress)
            throws InterruptedException {
        List<Reported> reports = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (TargetConfig target : config.targets()) {
            if (target.source() instanceof TargetConfig.Postgres postgres) {
                try (PostgresServer server = new PostgresServer(postgres)) {
                    List<VectorIndex> indexes = indexes(server, postgres, target.name(), names, failures);
                    IndexMeter meter = new IndexMeter(server, extent, new Random());
                    for (int i = 0; i < indexes.size(); i++) {
                        VectorIndex index = indexes.get(i);
                        progress.measuring(target.name(), index.name().toString(), i, indexes.size());
                        reports.add(new Reported(target.name(), meter.measure(index, Deadline.after(OF_ONE_INDEX))));
                    }
                } catch (CollectException e) {
                    failures.add(target.name() + ": " + e.getMessage());
                }
            }
        }
        return new Outcome(reports, failures);
    }

    private static List<VectorIndex> indexes(
            PostgresServer server,
            TargetConfig.Postgres config,
            String target,
            List<String> names,
            List<String> failures)
            throws CollectException, InterruptedException {
        ServerFacts facts = server.facts(Deadline.after(PATIENCE));
        List<VectorIndex> found = new ArrayList<>();
        IndexCatalogue catalogue = new IndexCatalogue(server);
        for (String database : config.databases().of(facts.databases(), server.mainDatabase())) {
            try {
                found.addAll(catalogue.read(database, PATIENCE, Deadline.after(PATIENCE)));
            } catch (CollectException e) {
                failures.add(target + "/" + database + ": " + e.getMessage());
            }
        }
        found.removeIf(index -> !names.isEmpty()
                && !Globs.any(names, index.name().index())
                && !Globs.any(names, index.name().qualified()));
        return found;
    }
}
