package io.dbvitals.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in threads that are left behind where they hang: they do not keep the process. */
public final class AtOnce {
    private AtOnce() {}

    /** Does it for all of them at the same time; the results are in the order of the items. */
    public static <A, R> List<R> each(List<A> items, Work<A, R> work) throws InterruptedException {
        List<FutureTask<R>> tasks = new ArrayList<>();
        for (A item : items) {
            tasks.add(started(() -> work.on(item)));
        }
        List<R> results = new ArrayList<>();
        try {
            for (FutureTask<R> task : tasks) {
                results.add(task.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
        return results;
    }

    /** What is done with one item; it deals with its own failures. */
    public interface Work<A, R> {
        R on(A item) throws InterruptedException;
    }

    static <R> R within(Duration limit, Callable<R> work)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<R> task = started(work);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }

    private static <R> FutureTask<R> started(Callable<R> work) {
        FutureTask<R> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "diagnosis");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
