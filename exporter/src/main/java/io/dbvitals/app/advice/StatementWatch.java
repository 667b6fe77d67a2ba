package io.dbvitals.app.advice;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.StatementSource;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.PostgresStatements;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.app.report.Level;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What the statements of one target cost between looks, over connections that somebody else closes: at the first look since the statistics
 * began, later in some minutes that end now.
 */
public final class StatementWatch {
    private static final Duration OF_READING = Duration.ofSeconds(10);
    private static final Duration OF_JUDGING = Duration.ofSeconds(20);
    private static final int TOP = 50;
    private static final int SNAPSHOTS = 6;

    private final TargetConfig target;
    private final StatementSource source;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();

    private StatementWatch(TargetConfig target, StatementSource source) {
        this.target = target;
        this.source = source;
    }

    /** Empty for targets that count no statements. */
    public static Optional<StatementWatch> of(SqlServer server, TargetConfig target) {
        return Advised.over(server, target, PostgresStatements.UNUSED_AFTER)
                .map(source -> new StatementWatch(target, source));
    }

    /** What cannot be read is part of the report. One look at a time. */
    public AdviceReport look() throws InterruptedException {
        String engine = target.source().kind();
        try {
            Snapshot now = source.snapshot(Deadline.after(OF_READING));
            Window window = snapshots.isEmpty() ? Window.sinceReset(now) : Window.between(snapshots.getFirst(), now);
            snapshots.addLast(now);
            if (window.broken()) {
                snapshots.clear();
            } else if (snapshots.size() > SNAPSHOTS) {
                snapshots.removeFirst();
            }
            return AdviceReport.of(
                    target.name(), engine, window, source.judge(window, Deadline.after(OF_JUDGING)), TOP);
        } catch (CollectException e) {
            return AdviceReport.failed(
                    target.name(),
                    engine,
                    new AdviceReport.Failure(String.valueOf(e.getMessage()), Level.of(e) == Level.CRITICAL));
        }
    }
}
