package io.dbvitals.app.benchmark;

import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.scrape.CollectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times of one thing while they are taken, on the monotonic clock. */
final class Timing {
    private final String name;
    private final List<Duration> took = new ArrayList<>();
    private int failures;
    private String failure = "";

    Timing(String name) {
        this.name = name;
    }

    /** What is timed. */
    interface Work {
        void run() throws CollectException, InterruptedException;
    }

    /** Whether it succeeded. */
    boolean take(Work work) throws InterruptedException {
        long began = System.nanoTime();
        try {
            work.run();
            took.add(Duration.ofNanos(System.nanoTime() - began));
            return true;
        } catch (CollectException e) {
            failures++;
            failure = failure.isEmpty() ? String.valueOf(e.getMessage()) : failure;
            return false;
        }
    }

    static Sample joined(String name, List<Sample> parts) {
        return new Sample(
                name,
                parts.stream().flatMap(part -> part.took().stream()).toList(),
                parts.stream().mapToInt(Sample::failures).sum(),
                parts.stream()
                        .map(Sample::failure)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    Sample sample() {
        return new Sample(name, took, failures, failure);
    }
}
