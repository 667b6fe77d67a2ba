package io.dbvitals.app.survey;

import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.app.advice.StatementWatch;
import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.Rounds;
import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.app.pools.Pools;
import io.dbvitals.app.pools.PoolsReport;
import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.app.replication.Replications;
import io.dbvitals.config.Config;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.Scraper;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One target that is read by SQL. All but its sessions are read over the connections that its scrapes use; those have one connection of
 * their own, as the guard has, while somebody looks.
 */
public final class TargetSurvey {
    private static final Duration OFTEN = Duration.ofSeconds(4);
    private static final Duration SOMETIMES = Duration.ofSeconds(15);
    private static final Duration SELDOM = Duration.ofSeconds(60);
    private static final Duration OF_A_SCRAPE = Duration.ofSeconds(10);
    private static final Set<String> VECTOR = Set.of("pg_vector_index", "pg_vector_size", "pg_vector_probe");

    private final TargetConfig target;
    private final Optional<Guarded> guarded;
    private final Optional<Part<Answer>> sessions;
    private final Optional<Part<AdviceReport>> statements;
    private final Optional<Part<ReplicationReport>> replication;
    private final Part<PoolsReport> pools;
    private final Optional<Part<Scraped>> vectors;

    /** @param firstOfItsServer whether no other target shows the same sessions */
    TargetSurvey(Config config, TargetConfig target, SqlServer server, Scraper scraper, boolean firstOfItsServer) {
        this.target = target;
        String kind = target.source().kind();
        boolean database = !(target.source() instanceof PgBouncerConfig);
        this.guarded = Optional.of(target)
                .filter(each -> firstOfItsServer)
                .flatMap(each -> Guarded.server(each.source()))
                .map(sessions -> new Guarded(target.name(), kind, sessions));
        this.sessions = guarded.map(each -> new Part<>(OFTEN, () -> Rounds.look(config, each)));
        this.statements = StatementWatch.of(server, target).map(watch -> new Part<>(SELDOM, watch::look));
        Replications replications = new Replications(config, Duration.ZERO, 0);
        this.replication =
                database ? Optional.of(new Part<>(OFTEN, () -> replications.over(server, target))) : Optional.empty();
        this.pools = new Part<>(database ? SOMETIMES : OFTEN, () -> Pools.over(server, target, config.targets()));
        this.vectors = target.source() instanceof TargetConfig.Postgres
                ? Optional.of(new Part<>(SOMETIMES, () -> scrape(scraper, target.name())))
                : Optional.empty();
    }

    /** The families of one target. */
    public record Scraped(String target, MetricSnapshots families) {}

    private static Scraped scrape(Scraper scraper, String target) throws InterruptedException {
        try {
            return new Scraped(
                    target,
                    scraper.scrape(new ScrapeRequest(Set.of(), Set.of(target), VECTOR, OF_A_SCRAPE))
                            .get(2 * OF_A_SCRAPE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a scrape ends in time", e);
        }
    }

    public String name() {
        return target.name();
    }

    public String kind() {
        return target.source().kind();
    }

    /** Empty where it has none, or they are those of another target. */
    public Optional<Part<Answer>> sessions() {
        return sessions;
    }

    /** Empty where none are counted. */
    public Optional<Part<AdviceReport>> statements() {
        return statements;
    }

    /** Empty where it cannot replicate. */
    public Optional<Part<ReplicationReport>> replication() {
        return replication;
    }

    public Part<PoolsReport> pools() {
        return pools;
    }

    /** Families that begin with {@code pg_vector}, among others. */
    public Optional<Part<Scraped>> vectors() {
        return vectors;
    }

    /** In the order of what is wanted first. */
    Stream<Part<?>> parts() {
        return Stream.of(sessions, replication, Optional.of(pools), vectors, statements)
                .flatMap(Optional::stream);
    }

    /** Lets go of the connection of its own; the next look opens a new one. */
    void rest() {
        guarded.ifPresent(Guarded::close);
    }
}
