package io.dbvitals.http.call;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A few threads on which calls wait for servers, each for a limited time. */
public final class CallThreads implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_QUEUED = 64;

    private final Duration limit;
    private final ThreadPoolExecutor threads;

    /** @param limit of a call, with the time that it waits for a thread */
    public CallThreads(Duration limit) {
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_QUEUED), task -> {
                    Thread thread = new Thread(task, "api");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Fails with a {@link TimeoutException} at the limit; then the thread is interrupted, or the work not begun.
     *
     * @throws Refusal when too many wait already
     */
    public CompletableFuture<Answer> run(Callable<Answer> work) throws Refusal {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Future<?> task;
        try {
            task = threads.submit(() -> {
                try {
                    answer.complete(work.call());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    answer.completeExceptionally(e);
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new Refusal(503, "too many calls wait for an answer; try again", "Retry-After", "2");
        }
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure instanceof TimeoutException) {
                task.cancel(true);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
