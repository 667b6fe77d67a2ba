package io.dbvitals.host.waiting;

import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks several questions of which some may never be answered, as that for the size of a file system whose server is gone: such a call
 * cannot be ended. It keeps its thread, and is not asked again until it has returned.
 */
public final class Patience implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Patience.class);
    /** At work for one round, as long as they get on. */
    private static final int WORKERS = 4;
    /** From so many threads that hang on, no more are begun: what is left of the round counts as stuck. */
    private static final int MAX_STUCK = 64;
    /** When one worker has not been enough. */
    private static final Duration SLOW = Duration.ofMillis(20);

    private final String what;
    private final Duration limit;
    private final ThreadPoolExecutor threads;
    private final Object lock = new Object();
    private final Set<String> stuck = new HashSet<>();

    /**
     * Starts no thread before the first question.
     *
     * @param what the questions are about, for the log
     * @param limit the longest that a question is waited for
     */
    public Patience(String what, Duration limit) {
        this.what = what;
        this.limit = limit;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(0, WORKERS + MAX_STUCK, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "host-" + what.replace(' ', '-') + "-" + number.incrementAndGet());
                    // One that hangs must not keep the process from ending.
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Asks all that are not stuck; the answers are in the order of the questions, and there before the deadline. */
    public <T> Map<String, Answer<T>> ask(Map<String, Callable<T>> questions, Deadline deadline)
            throws InterruptedException {
        Round<T> round = new Round<>(questions);
        // What has been read must still be sent.
        long wholeNanos = Math.min(limit.toNanos(), deadline.remaining().toNanos() / 4 * 3);
        synchronized (lock) {
            round.start(1);
            round.await(Math.min(wholeNanos, SLOW.toNanos()));
            if (!round.done()) {
                round.start(WORKERS - 1);
                round.await(wholeNanos / 2 - SLOW.toNanos());
                // By now all of them may hang, and what still waits has not even been asked.
                round.start(round.done() ? 0 : MAX_STUCK);
                round.await(wholeNanos / 2);
            }
            return round.finish();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Questions of one call; all fields are guarded by the lock. */
    private final class Round<T> {
        private final Map<String, Callable<T>> questions;
        private final Map<String, Answer<T>> answers = new HashMap<>();
        private final Deque<Map.Entry<String, Callable<T>>> waiting = new ArrayDeque<>();
        private final Set<String> running = new HashSet<>();
        private boolean over;

        private Round(Map<String, Callable<T>> questions) {
            this.questions = questions;
            synchronized (lock) {
                questions.entrySet().stream()
                        .filter(question -> !stuck.contains(question.getKey()))
                        .forEach(waiting::add);
            }
        }

        void start(int workers) {
            for (int i = 0; i < workers && i < waiting.size(); i++) {
                try {
                    threads.execute(this::work);
                } catch (RejectedExecutionException e) {
                    logger.debug("no further thread for {}", what, e);
                    return;
                }
            }
        }

        boolean done() {
            return waiting.isEmpty() && running.isEmpty();
        }

        void await(long nanos) throws InterruptedException {
            long end = System.nanoTime() + nanos;
            while (!done()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        }

        Map<String, Answer<T>> finish() {
            over = true;
            for (String key : running) {
                stuck.add(key);
                logger.warn("{} {} does not answer; it is left alone until it does", what, key);
            }
            Map<String, Answer<T>> all = new LinkedHashMap<>();
            questions.keySet().forEach(key -> all.put(key, answers.getOrDefault(key, new Answer.Stuck<>())));
            return all;
        }

        private void work() {
            while (true) {
                Map.Entry<String, Callable<T>> question = next();
                if (question == null) {
                    return;
                }
                Answer<T> answer;
                try {
                    answer = new Answer.Got<>(question.getValue().call());
                } catch (Exception e) {
                    answer = new Answer.Failed<>(e);
                } catch (Error e) {
                    answer = new Answer.Failed<>(new IllegalStateException(e));
                }
                answered(question.getKey(), answer);
            }
        }

        private Map.@Nullable Entry<String, Callable<T>> next() {
            synchronized (lock) {
                Map.Entry<String, Callable<T>> question = over ? null : waiting.pollFirst();
                if (question != null) {
                    running.add(question.getKey());
                }
                return question;
            }
        }

        private void answered(String key, Answer<T> answer) {
            synchronized (lock) {
                if (over) {
                    stuck.remove(key);
                    logger.info("{} {} answers again", what, key);
                    return;
                }
                running.remove(key);
                answers.put(key, answer);
                if (done()) {
                    lock.notifyAll();
                }
            }
        }
    }
}
