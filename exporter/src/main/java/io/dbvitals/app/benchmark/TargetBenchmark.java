package io.dbvitals.app.benchmark;

import io.dbvitals.app.benchmark.sample.Pooled;
import io.dbvitals.app.benchmark.sample.Rated;
import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures one target: connections first, then queries by turns over one connection. */
final class TargetBenchmark {
    private static final int CONNECTIONS = 5;
    private static final String CONNECTING = "connecting";
    private static final int WARM_UP = 3;

    private final Subject subject;
    private final Plan plan;
    private final Deadline deadline;
    private final Steps steps;
    private final Pause pause = new Pause();
    private int done;

    /** Is told how far it is. */
    interface Steps {
        void done(String what, int done, int all);
    }

    TargetBenchmark(Subject subject, Plan plan, Deadline deadline, Steps steps) {
        this.subject = subject;
        this.plan = plan;
        this.deadline = deadline;
        this.steps = steps;
    }

    /** Takes a pool of so many connections; what is measured of it comes last. */
    Measured run(String target, String kind, Optional<PoolOf> pool) throws InterruptedException {
        Timing connecting = connect();
        Sample connected = connecting.sample();
        if (connected.empty()) {
            return new Measured(
                    target, kind, false, connected, List.of(), Optional.empty(), Rated.poor(connected.failure()));
        }
        List<Sample> queries = queries();
        Optional<Pooled> pooled = Optional.empty();
        if (pool.isPresent() && !deadline.passed()) {
            steps.done("pool", done, all());
            try (Subject shared = pool.get().open()) {
                pooled = Optional.of(PoolTiming.run(shared, pool.get().connections(), deadline));
            }
        }
        return new Measured(
                target,
                kind,
                true,
                connected,
                queries,
                pooled,
                Rated.of(connected, queries, plan.connection(), plan.answer()));
    }

    /** The first one is not counted if it succeeds: until then much of this program is not loaded. */
    private Timing connect() throws InterruptedException {
        Timing timing = new Timing(CONNECTING);
        // One that is refused is not tried again: it may lock the account.
        if (!timing.take(() -> subject.connect(deadline))) {
            return timing;
        }
        timing = new Timing(CONNECTING);
        boolean answers = true;
        for (int i = 0; i < CONNECTIONS && answers && !deadline.passed(); i++) {
            answers = timing.take(() -> subject.connect(deadline));
            step(CONNECTING);
        }
        return timing;
    }

    /** How a pool is opened. */
    interface PoolOf {
        int connections();

        Subject open();
    }

    private List<Sample> queries() throws InterruptedException {
        List<Timing> timings = new ArrayList<>();
        subject.questions().forEach(question -> timings.add(new Timing(question.name())));
        Duration gap = Duration.ofSeconds(1).dividedBy(plan.rate());
        for (int turn = 0; turn < WARM_UP + plan.iterations(); turn++) {
            for (int i = 0; i < timings.size(); i++) {
                Subject.Question question = subject.questions().get(i);
                Timing timing = turn < WARM_UP ? new Timing("") : timings.get(i);
                long began = System.nanoTime();
                if (!deadline.passed()) {
                    timing.take(() -> subject.ask(question, deadline));
                }
                step(question.name());
                Duration rest = gap.minusNanos(System.nanoTime() - began);
                if (!rest.isNegative()) {
                    pause.before(deadline, rest);
                }
            }
        }
        return timings.stream().map(Timing::sample).toList();
    }

    private void step(String what) {
        done++;
        steps.done(what, done, all());
    }

    private int all() {
        return CONNECTIONS + (WARM_UP + plan.iterations()) * subject.questions().size();
    }
}
