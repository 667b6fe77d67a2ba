package io.dbvitals.app.benchmark;

import io.dbvitals.app.benchmark.sample.Pooled;
import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.scrape.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has more borrowers than there are connections ask for the cheapest answer, each as soon as it has the last one. */
final class PoolTiming {
    private static final int ALL = 200;
    private static final int MORE_BORROWERS = 2;

    private PoolTiming() {}

    /**
     * Takes turns with one borrower alone.
     *
     * @param subject whose pool has so many connections
     */
    static Pooled run(Subject subject, int connections, Deadline deadline) throws InterruptedException {
        int borrowers = connections + MORE_BORROWERS;
        // The connections are opened before any time is taken.
        timed(subject, borrowers, deadline);
        Sample alone = timed(subject, 1, deadline).sample();
        Run pooled = timed(subject, borrowers, deadline);
        double aloneSeconds =
                alone.took().stream().mapToLong(each -> each.toNanos()).sum() / 1e9;
        return new Pooled(
                connections,
                borrowers,
                pooled.sample(),
                aloneSeconds > 0 ? alone.took().size() / aloneSeconds : 0,
                pooled.seconds() > 0 ? pooled.sample().took().size() / pooled.seconds() : 0);
    }

    private record Run(Sample sample, double seconds) {}

    private static Run timed(Subject subject, int borrowers, Deadline deadline) throws InterruptedException {
        Callable<Sample> borrower = () -> {
            Timing timing = new Timing("borrowing");
            for (int i = 0; i < ALL / borrowers && !deadline.passed(); i++) {
                timing.take(() -> subject.ask(subject.questions().get(0), deadline));
            }
            return timing.sample();
        };
        ExecutorService threads = Executors.newFixedThreadPool(borrowers);
        try {
            List<Callable<Sample>> work = new ArrayList<>();
            for (int i = 0; i < borrowers; i++) {
                work.add(borrower);
            }
            long began = System.nanoTime();
            List<Sample> samples = new ArrayList<>();
            for (Future<Sample> each : threads.invokeAll(work)) {
                samples.add(each.get());
            }
            return new Run(Timing.joined("borrowing", samples), (System.nanoTime() - began) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a borrower broke off", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
