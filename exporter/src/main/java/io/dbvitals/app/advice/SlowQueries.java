package io.dbvitals.app.advice;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.StatementSource;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.PostgresStatements;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.app.report.Level;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at what the statements of all targets cost in one window, at the same time. */
public final class SlowQueries {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OF_JUDGING = Duration.ofMinutes(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final int SAMPLES = 30;

    private final List<TargetConfig> targets;
    private final Duration window;
    private final int top;
    private final Duration unusedAfter;
    private final Pause pause = new Pause();

    private SlowQueries(List<TargetConfig> targets, Duration window, int top, Duration unusedAfter) {
        this.targets = List.copyOf(targets);
        this.window = window;
        this.top = top;
        this.unusedAfter = unusedAfter;
    }

    /**
     * Those of a configuration.
     *
     * @param names globs of targets; empty for all
     * @param window between two snapshots; zero for all since the statistics began
     * @param top how many statements a report lists at most
     */
    public static SlowQueries of(Config config, List<String> names, Duration window, int top) {
        return of(config, names, window, top, PostgresStatements.UNUSED_AFTER);
    }

    static SlowQueries of(Config config, List<String> names, Duration window, int top, Duration unusedAfter) {
        return new SlowQueries(
                config.targets().stream()
                        .filter(Advised::counts)
                        .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                        .toList(),
                window,
                top,
                unusedAfter);
    }

    /** Told as the window goes by. */
    public interface Progress {
        void waited(Duration of, Duration all);
    }

    /** Ends the window now; what it has is judged. */
    public void end() {
        pause.end();
    }

    /** One report for each target that counts statements, in their order. */
    public List<AdviceReport> run(Progress progress) throws InterruptedException {
        return AtOnce.each(
                targets, target -> report(target, target.equals(targets.get(0)) ? progress : (of, all) -> {}));
    }

    private AdviceReport report(TargetConfig target, Progress progress) throws InterruptedException {
        String engine = target.source().kind();
        Optional<Advised> opened = Advised.of(target, unusedAfter);
        if (opened.isEmpty()) {
            return AdviceReport.failed(
                    target.name(), engine, new AdviceReport.Failure("its statements are not counted", false));
        }
        try (Advised advised = opened.get()) {
            StatementSource source = advised.source();
            Snapshot first = source.snapshot(Deadline.after(PATIENCE));
            Window seen = window.isZero() ? Window.sinceReset(first) : open(source, first, progress);
            return AdviceReport.of(target.name(), engine, seen, source.judge(seen, Deadline.after(OF_JUDGING)), top);
        } catch (CollectException e) {
            return AdviceReport.failed(
                    target.name(),
                    engine,
                    new AdviceReport.Failure(String.valueOf(e.getMessage()), Level.of(e) == Level.CRITICAL));
        }
    }

    private Window open(StatementSource source, Snapshot first, Progress progress)
            throws CollectException, InterruptedException {
        Deadline end = Deadline.after(window);
        Duration step = window.dividedBy(SAMPLES);
        step = step.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : step;
        step = step.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : step;
        do {
            source.sample(Deadline.after(PATIENCE));
            progress.waited(window.minus(end.remaining()), window);
        } while (pause.before(end, step));
        pause.before(Deadline.after(end.remaining().plusMillis(1)), end.remaining());
        return Window.between(first, source.snapshot(Deadline.after(PATIENCE)));
    }
}
