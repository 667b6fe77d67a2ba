package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.query.Planned;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Snapshots;
import io.dbvitals.scrape.Target;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks the configured servers once, for commands that explain what a scrape would do. */
public final class Inspection {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Inspection() {}

    /**
     * What running some queries gave.
     *
     * @param page in the text format
     * @param failures one line each
     */
    public record Outcome(String page, List<String> failures) {
        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    /** Tells for every target, query and database why it is in or out; false when a target did not answer. */
    public static boolean plan(Settings settings, Consumer<String> lines) throws InterruptedException {
        boolean all = true;
        try (Targets targets = new Targets(new SelfMetrics(), true)) {
            for (Target target : targets.apply(settings.config().targets(), settings.queries())
                    .targets()) {
                lines.accept("target " + target.name() + " (" + target.kind() + ")");
                try {
                    explain(target).forEach(lines);
                } catch (CollectException e) {
                    lines.accept("  " + e.reason().label() + ": " + e.getMessage());
                    all = false;
                }
            }
        }
        return all;
    }

    private static List<String> explain(Target target) throws CollectException, InterruptedException {
        List<String> lines = new ArrayList<>();
        if (target instanceof SqlTarget sql) {
            for (Planned planned : sql.explain(Deadline.after(PATIENCE))) {
                lines.add(line(planned.in(), planned.query().id(), planned.database(), planned.explanation()));
            }
            return lines;
        }
        for (Collector collector : target.prepare(Deadline.after(PATIENCE))) {
            lines.add(line(true, collector.name(), "", "runs"));
        }
        target.skipped().forEach((collector, reason) -> lines.add(line(false, collector, "", reason)));
        return lines;
    }

    /** Runs the queries and collectors of those names once on every target. */
    public static Outcome run(Settings settings, List<String> names) throws InterruptedException, IOException {
        List<Query> chosen = settings.queries().stream()
                .filter(query -> Globs.any(names, query.id()))
                .toList();
        List<String> failures = new ArrayList<>();
        Set<String> seen = new TreeSet<>(chosen.stream().map(Query::id).toList());
        List<MetricSnapshot> families = new ArrayList<>();
        try (Targets targets = new Targets(new SelfMetrics(), true)) {
            for (Target target :
                    targets.apply(settings.config().targets(), chosen).targets()) {
                try {
                    for (Collector collector : target.prepare(Deadline.after(PATIENCE))) {
                        String base = Collector.baseName(collector.name());
                        if (Globs.any(names, base)) {
                            seen.add(base);
                            run(target, collector, families, failures);
                        }
                    }
                    // What a glob happens to hold may well not apply; what was asked for by name should.
                    target.skipped().forEach((collector, reason) -> {
                        if (names.contains(Collector.baseName(collector))) {
                            seen.add(collector);
                            failures.add(target.name() + ", " + collector + ": skipped (" + reason + ")");
                        }
                    });
                } catch (CollectException e) {
                    failures.add(target.name() + ": " + e.getMessage());
                }
            }
        }
        if (seen.isEmpty() && failures.isEmpty()) {
            failures.add("there is no query " + String.join(", ", names) + "; dbvitals queries plan lists them");
        }
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(page, Snapshots.merged(families));
        return new Outcome(page.toString(StandardCharsets.UTF_8), failures);
    }

    private static void run(Target target, Collector collector, List<MetricSnapshot> families, List<String> failures)
            throws InterruptedException {
        try {
            families.addAll(collector.collect(Deadline.after(PATIENCE)));
        } catch (CollectException e) {
            failures.add(target.name() + ", " + collector.name() + ": " + e.getMessage());
        }
    }

    /** Prepares every statement that would run; returns how many were refused. */
    public static int checkLive(Config config, List<Query> queries, Consumer<String> lines)
            throws InterruptedException {
        int refused = 0;
        for (TargetConfig target : config.targets()) {
            if (!SqlTargets.isSql(target.source())) {
                continue;
            }
            try (SqlServer server = SqlTargets.server(target.source());
                    Targets targets = new Targets(new SelfMetrics(), true)) {
                SqlTarget planned = (SqlTarget)
                        targets.apply(List.of(target), queries).targets().get(0);
                for (Planned each : planned.explain(Deadline.after(PATIENCE))) {
                    if (each.in()) {
                        refused += check(server, target, each, lines);
                    }
                }
            } catch (CollectException e) {
                lines.accept(target.name() + ": " + e.getMessage());
                refused++;
            }
        }
        return refused;
    }

    private static int check(SqlServer server, TargetConfig target, Planned planned, Consumer<String> lines)
            throws InterruptedException {
        Query query = planned.query();
        List<Map.Entry<String, String>> statements = new ArrayList<>();
        statements.add(Map.entry(query.id(), planned.sql()));
        query.requires()
                .predicates()
                .forEach(predicate ->
                        statements.add(Map.entry(query.id() + ", predicate " + predicate.name(), predicate.sql())));
        for (Map.Entry<String, String> statement : statements) {
            try {
                server.check(
                        new SqlServer.Statement(
                                statement.getKey(), planned.database(), statement.getValue(), PATIENCE, 1),
                        Deadline.after(PATIENCE));
            } catch (CollectException e) {
                lines.accept(
                        query.position() + ": " + target.name() + "/" + planned.database() + ": " + e.getMessage());
                return 1;
            }
        }
        return 0;
    }

    private static String line(boolean in, String name, String database, String explanation) {
        return String.format("  %-3s %-40s %-16s %s", in ? "in" : "out", name, database, explanation);
    }
}
