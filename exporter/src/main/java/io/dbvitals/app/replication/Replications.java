package io.dbvitals.app.replication;

import io.dbvitals.app.report.Level;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.replication.ReplicationReader;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Trend;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks the databases of a configuration how they replicate, all at the same time. */
public final class Replications {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String APPLICATION = "dbvitals-replication";

    private final Config config;
    private final Duration interval;
    private final int replicas;

    /**
     * Asks nobody yet.
     *
     * @param interval between two readings that tell where the lag goes; zero for one reading
     * @param replicas that each server which follows none must have; 0 for any number
     */
    public Replications(Config config, Duration interval, int replicas) {
        this.config = config;
        this.interval = interval;
        this.replicas = replicas;
    }

    /** {@code names} are globs of targets; empty for all. Targets that cannot replicate are left out. */
    public List<ReplicationReport> of(List<String> names) throws InterruptedException {
        List<TargetConfig> selected = config.targets().stream()
                .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                .filter(target ->
                        target.source() instanceof TargetConfig.Postgres || target.source() instanceof MySqlConfig)
                .toList();
        return AtOnce.each(selected, this::look);
    }

    private ReplicationReport look(TargetConfig target) throws InterruptedException {
        try (SqlServer server = target.source() instanceof MySqlConfig mysql
                ? new MySqlServer(mysql)
                : new PostgresServer(((TargetConfig.Postgres) target.source()).apart(1, APPLICATION))) {
            return over(server, target);
        }
    }

    /** One of its targets, over connections that somebody else closes. */
    public ReplicationReport over(SqlServer server, TargetConfig target) throws InterruptedException {
        try {
            return read(target, server, Deadline.after(PATIENCE.plus(interval)));
        } catch (CollectException e) {
            return new ReplicationReport(
                    target.name(),
                    target.source().kind(),
                    server.address(),
                    String.valueOf(e.getMessage()),
                    Level.of(e),
                    Optional.empty(),
                    Trend.UNKNOWN,
                    List.of());
        }
    }

    private ReplicationReport read(TargetConfig target, SqlServer server, Deadline deadline)
            throws CollectException, InterruptedException {
        ServerFacts facts = server.facts(deadline);
        ReplicationState state = ReplicationReader.read(server, facts, deadline);
        Trend trend = Trend.UNKNOWN;
        boolean follows = !state.channels().isEmpty() || !state.standbys().isEmpty();
        if (!interval.isZero() && follows && new Pause().before(deadline, interval)) {
            ReplicationState later = ReplicationReader.read(server, facts, deadline);
            trend = Trend.between(state, later);
            state = later;
        }
        List<Finding> findings = new ArrayList<>(state.findings());
        int missing = state.visible() && state.channels().isEmpty() ? state.missing(replicas) : 0;
        if (missing > 0) {
            findings.add(Finding.critical(
                    "replicas_missing",
                    missing + " of " + replicas + " replicas do not follow this server",
                    "start them; see their logs"));
        }
        if (trend.direction() == Trend.Direction.GROWING) {
            findings.add(Finding.warning(
                    "lag_grows",
                    "the lag grows",
                    "see what replay waits for: locks, conflicts, the disk, one thread that applies all"));
        }
        return new ReplicationReport(
                target.name(),
                target.source().kind(),
                server.address(),
                "",
                Level.OK,
                Optional.of(state),
                trend,
                findings.stream()
                        .sorted(Comparator.comparing(Finding::severity).reversed())
                        .toList());
    }
}
