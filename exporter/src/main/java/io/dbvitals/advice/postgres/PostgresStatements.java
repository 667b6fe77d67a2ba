package io.dbvitals.advice.postgres;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.StatementSource;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.plan.Explained;
import io.dbvitals.advice.postgres.plan.Planner;
import io.dbvitals.advice.postgres.read.LockSamples;
import io.dbvitals.advice.postgres.read.Rights;
import io.dbvitals.advice.postgres.read.StatementReader;
import io.dbvitals.advice.postgres.read.Tables;
import io.dbvitals.advice.postgres.rules.Case;
import io.dbvitals.advice.postgres.rules.CounterRules;
import io.dbvitals.advice.postgres.rules.IndexRules;
import io.dbvitals.advice.postgres.rules.PlanRules;
import io.dbvitals.advice.postgres.rules.ServerRules;
import io.dbvitals.advice.postgres.rules.TableRules;
import io.dbvitals.advice.postgres.text.Sql;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.TransactionServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What a PostgreSQL server counts of its statements, and what follows from it. */
public final class PostgresStatements implements StatementSource {
    /** An index that no query used for so long is taken for unused. */
    public static final Duration UNUSED_AFTER = Duration.ofDays(30);

    /** A planner runs functions that are called immutable, whoever wrote them. */
    private static final String TOO_MIGHTY =
            "no statement was planned: planning may run functions of others with the rights of the"
                    + " monitoring user, and this one is a superuser, or may run programs or write files; use a role that has"
                    + " pg_monitor and pg_read_all_data only";

    private static final int MOST_PLANS = 30;
    private static final int MOST_OF_KIND = 20;
    private static final int SAMPLES_SINCE = 14;

    private final TransactionServer server;
    private final Databases databases;
    private final Duration unusedAfter;
    private final LockSamples samples = new LockSamples();
    private final Map<String, String> texts = new TreeMap<>();
    private Optional<StatementReader> reader = Optional.empty();
    private int major;
    private boolean sampled;

    private PostgresStatements(TransactionServer server, Databases databases, Duration unusedAfter) {
        this.server = server;
        this.databases = databases;
        this.unusedAfter = unusedAfter;
    }

    /** Which databases are looked at. */
    public interface Databases {
        /** {@code there}: those that may be connected to; {@code main}: the target's own. */
        List<String> of(List<String> there, String main);
    }

    public static PostgresStatements of(TransactionServer server, Databases databases, Duration unusedAfter) {
        return new PostgresStatements(server, databases, unusedAfter);
    }

    @Override
    public Snapshot snapshot(Deadline deadline) throws CollectException, InterruptedException {
        Snapshot read;
        try {
            read = reader(deadline).read(deadline);
        } catch (CollectException e) {
            // The extension may have been dropped, moved or upgraded.
            reader = Optional.empty();
            throw e;
        }
        texts.clear();
        read.statements().forEach(statement -> texts.put(statement.id(), statement.text()));
        return new Snapshot(
                read.at(),
                read.life(),
                read.since(),
                read.statements().stream().map(PostgresStatements::redacted).toList(),
                read.server());
    }

    @Override
    public void sample(Deadline deadline) throws CollectException, InterruptedException {
        if (reader.isPresent() && major >= SAMPLES_SINCE) {
            samples.take(server, deadline);
            sampled = true;
        }
    }

    @Override
    public Findings judge(Window window, Deadline deadline) throws CollectException, InterruptedException {
        StatementReader known = reader(deadline);
        List<String> names = names(server.facts(deadline));
        List<Advice> advice = new ArrayList<>(ServerRules.of(window, server.address(), names));
        Unavailable unavailable = new Unavailable();
        unavailable.counters(known.extension(), window, sampled, major);
        CounterRules counters = new CounterRules(samples.seen());
        window.statements().forEach(statement -> advice.addAll(counters.of(new Case(statement, window))));
        samples.clear();
        if (Rights.mighty(server, deadline)) {
            unavailable.add(TOO_MIGHTY);
        } else {
            plans(window, names, unavailable, deadline, advice);
        }
        for (String name : names) {
            tables(name, unavailable, deadline, advice);
        }
        return new Findings(advice, unavailable.lines());
    }

    private void plans(
            Window window, List<String> names, Unavailable unavailable, Deadline deadline, List<Advice> advice)
            throws InterruptedException {
        Planner planner = new Planner(server, server.user(), major);
        IndexRules indexes = new IndexRules((index, explained) -> {
            Optional<Planner.WithIndex> tried = planner.with(index, explained, deadline);
            if (tried.isEmpty()) {
                unavailable.untried(explained.statement().database());
            }
            return tried;
        });
        List<Case> cases = window.statements().stream()
                .map(statement -> new Case(statement, window))
                .filter(one -> one.notable() && Sql.of(text(one)).plannable())
                .sorted(Comparator.comparingDouble((Case one) -> one.statement().seconds())
                        .reversed())
                .limit(MOST_PLANS)
                .toList();
        for (Case one : cases) {
            if (!names.contains(one.statement().database())) {
                unavailable.unplanned(one.statement(), "the target's configuration does not name the database");
                continue;
            }
            Statement whole = one.statement().withText(text(one));
            Optional<Explained> explained = planner.plan(whole, deadline, unavailable::unplanned);
            if (explained.isPresent()) {
                advice.addAll(indexes.of(one, explained.get()));
                advice.addAll(PlanRules.of(one, explained.get()));
            }
        }
    }

    private void tables(String database, Unavailable unavailable, Deadline deadline, List<Advice> advice)
            throws InterruptedException {
        try {
            Map<Tables.Kind, Integer> counts = new EnumMap<>(Tables.Kind.class);
            for (Tables.Defect defect : Tables.read(server, database, unusedAfter, deadline)) {
                int count = counts.merge(defect.kind(), 1, Integer::sum);
                if (count <= MOST_OF_KIND) {
                    advice.add(TableRules.of(database, defect));
                }
            }
            counts.forEach((kind, count) -> unavailable.more(database, kind, count - MOST_OF_KIND));
        } catch (CollectException e) {
            unavailable.add("tables and indexes of " + database + ": " + e.getMessage());
        }
    }

    private StatementReader reader(Deadline deadline) throws CollectException, InterruptedException {
        if (reader.isEmpty()) {
            ServerFacts facts = server.facts(deadline);
            major = Integer.parseInt(facts.version().split("\\.", -1)[0]);
            reader = Optional.of(StatementReader.in(server, names(facts), deadline));
        }
        return reader.get();
    }

    /** The target's own database first. */
    private List<String> names(ServerFacts facts) {
        List<String> names = new ArrayList<>(databases.of(facts.databases(), server.mainDatabase()));
        names.remove(server.mainDatabase());
        names.add(0, server.mainDatabase());
        return names;
    }

    private String text(Case one) {
        String text = Objects.requireNonNullElse(
                texts.get(one.statement().id()), one.statement().text());
        return Sql.of(text).prepared().text();
    }

    private static Statement redacted(Statement statement) {
        return statement.withText(Sql.of(statement.text()).redacted());
    }
}
