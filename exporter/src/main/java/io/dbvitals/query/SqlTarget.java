package io.dbvitals.query;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.query.predicate.Answers;
import io.dbvitals.query.rows.RowMapper;
import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Freshness;
import io.dbvitals.scrape.Target;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A server that is read by queries: plans them from its facts, and plans anew when the facts have changed. */
public final class SqlTarget implements Target {
    /** Extensions, schemas and settings change without a sign; this often they are read again. */
    private static final Duration PLAN_LIFETIME = Duration.ofMinutes(5);

    private final Settings settings;
    private final SqlServer server;
    private final Planner planner;
    private final Answers answers = new Answers();
    private volatile Optional<Plan> plan = Optional.empty();

    public SqlTarget(Settings settings, SqlServer server) {
        this.settings = settings;
        this.server = server;
        this.planner = new Planner(server.mainDatabase(), server.user(), settings.databases(), settings.tags());
    }

    /**
     * What a target is made of.
     *
     * @param labels on every series
     * @param queries in the order of their files
     * @param extra collectors that read the server in Java
     * @param around what every collector of a query is put into before its result is kept
     * @param status families about the target itself
     */
    public record Settings(
            String name,
            String kind,
            Labels labels,
            List<String> tags,
            TargetConfig.Databases databases,
            List<Query> queries,
            List<Collector> extra,
            UnaryOperator<Collector> around,
            StatusFamilies status,
            LossListener losses) {}

    /** Families about the target itself, as {@code pg_up}. */
    public interface StatusFamilies {
        List<MetricSnapshot> of(Report report, Optional<ServerFacts> facts);
    }

    private record Plan(
            ServerFacts facts,
            List<Planned> planned,
            Map<String, Collector> collectors,
            List<Collector> order,
            List<Collector> fatal,
            long madeAtNanos) {
        /** Whether every database told what it has; one that did not is asked again by the next scrape. */
        boolean whole() {
            return planned.stream().noneMatch(each -> each.reason().equals(Planner.NO_FACTS));
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String kind() {
        return settings.kind();
    }

    @Override
    public Labels labels() {
        return settings.labels();
    }

    @Override
    public int parallelism() {
        return server.maxConnections();
    }

    /** What the server said of itself when it was last asked. */
    public Optional<ServerFacts> facts() {
        return plan.map(Plan::facts);
    }

    @Override
    public Optional<Boolean> replica() {
        return facts().map(ServerFacts::replica);
    }

    @Override
    public List<Collector> prepare(Deadline deadline) throws CollectException, InterruptedException {
        Plan current = planned(server.facts(deadline), deadline);
        for (Collector fatal : current.fatal()) {
            fatal.collect(deadline);
        }
        return current.order();
    }

    /** Every query and database with the reason why it is in or out. */
    public List<Planned> explain(Deadline deadline) throws CollectException, InterruptedException {
        return planned(server.facts(deadline), deadline).planned();
    }

    @Override
    public Map<String, String> skipped() {
        Map<String, String> skipped = new TreeMap<>();
        plan.ifPresent(current -> current.planned().stream()
                .filter(each -> !each.in() && !each.reason().equals("disabled"))
                .forEach(each -> skipped.put(collectorName(each), each.reason())));
        return skipped;
    }

    @Override
    public List<MetricSnapshot> status(Report report) {
        return settings.status().of(report, facts());
    }

    private Plan planned(ServerFacts facts, Deadline deadline) throws InterruptedException {
        Optional<Plan> last = plan;
        if (last.isPresent()
                && last.get().whole()
                && last.get().facts().equals(facts)
                && System.nanoTime() - last.get().madeAtNanos() < PLAN_LIFETIME.toNanos()) {
            return last.get();
        }
        List<Planned> planned =
                planner.plan(settings.queries(), facts, database -> server.databaseFacts(database, deadline));
        Map<String, Planned> before = new HashMap<>();
        last.ifPresent(old -> old.planned().forEach(each -> before.put(collectorName(each), each)));
        boolean sameServer = last.isPresent() && last.get().facts().version().equals(facts.version());
        Map<String, Collector> collectors = new HashMap<>();
        for (Planned each : planned) {
            if (!each.in()) {
                continue;
            }
            String name = collectorName(each);
            // A collector that stays as it was keeps what it has cached.
            boolean kept = sameServer
                    && each.equals(before.get(name))
                    && last.get().collectors().containsKey(name);
            collectors.put(name, kept ? last.get().collectors().get(name) : collector(name, each, facts));
        }
        Plan made = new Plan(
                facts, planned, collectors, order(planned, collectors), fatal(planned, collectors), System.nanoTime());
        plan = Optional.of(made);
        return made;
    }

    private Collector collector(String name, Planned planned, ServerFacts facts) {
        Query query = planned.query();
        List<Column> columns = query.columns().stream()
                .filter(column -> column.versions().contains(facts.version()))
                .toList();
        boolean datname =
                query.scope() == Query.Scope.DATABASE && query.traits().autoDatname();
        Labels labels = datname ? settings.labels().merge(Labels.of("datname", planned.database())) : settings.labels();
        RowMapper mapper = QueryLayout.mapper(name, query, columns, labels, settings.losses());
        Collector collector = settings.around().apply(new QueryCollector(name, planned, server, mapper, answers));
        // A fatal query has been read before the others are asked; a moment's ttl hands that result on.
        Duration ttl = query.fatal() && query.ttl().isZero() ? Duration.ofMillis(500) : query.ttl();
        Freshness freshness = new Freshness(ttl, query.staleFor(), query.background());
        // What is never served again need not be kept.
        return freshness.equals(Freshness.EVERY_SCRAPE) ? collector : new CachedCollector(collector, freshness);
    }

    private List<Collector> fatal(List<Planned> planned, Map<String, Collector> collectors) {
        return planned.stream()
                .filter(each -> each.in() && each.query().fatal())
                .map(each -> collectors.get(collectorName(each)))
                .toList();
    }

    /**
     * Cheap first, and so that few connections serve many databases: as many databases at a time as there may be connections, their
     * queries taking turns.
     */
    private List<Collector> order(List<Planned> planned, Map<String, Collector> collectors) {
        Map<String, List<Collector>> byDatabase = new TreeMap<>();
        List<Collector> order = new ArrayList<>();
        planned.stream()
                .filter(Planned::in)
                .sorted(Comparator.comparing((Planned each) -> each.query().ttl())
                        .thenComparing(each -> each.query().priority()))
                .forEach(each -> {
                    Collector collector = collectors.get(collectorName(each));
                    if (each.database().equals(server.mainDatabase())) {
                        order.add(collector);
                    } else {
                        byDatabase
                                .computeIfAbsent(each.database(), name -> new ArrayList<>())
                                .add(collector);
                    }
                });
        order.addAll(0, settings.extra());
        List<List<Collector>> databases = new ArrayList<>(byDatabase.values());
        int width = server.maxConnections();
        for (int from = 0; from < databases.size(); from += width) {
            List<List<Collector>> group = databases.subList(from, Math.min(databases.size(), from + width));
            int longest = group.stream().mapToInt(List::size).max().orElse(0);
            for (int turn = 0; turn < longest; turn++) {
                for (List<Collector> each : group) {
                    if (turn < each.size()) {
                        order.add(each.get(turn));
                    }
                }
            }
        }
        return order;
    }

    private static String collectorName(Planned planned) {
        return planned.query().scope() == Query.Scope.SERVER
                ? planned.query().id()
                : planned.query().id() + "@" + planned.database();
    }
}
