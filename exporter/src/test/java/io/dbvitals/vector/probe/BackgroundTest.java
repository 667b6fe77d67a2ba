package io.dbvitals.vector.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger rests = new AtomicInteger();
    private final AtomicInteger cancels = new AtomicInteger();

    @Test
    void work_beginsWithTheFirstLook_andRestsWhenNobodyLooks() {
        try (Background background = background(this::quick)) {
            assertThat(runs).hasValue(0);
            background.seen();
            await().until(() -> runs.get() > 3);
            clock.addAndGet(Duration.ofMinutes(15).toNanos());
            await().until(() -> rests.get() == 1);
            await().until(() -> threads() == 0);
            int before = runs.get();
            background.seen();
            await().until(() -> runs.get() > before + 3);
            assertThat(rests).hasValue(1);
        }
        await().until(() -> threads() == 0);
    }

    @Test
    void close_endsWorkThatWaits() {
        CountDownLatch never = new CountDownLatch(1);
        Background background = background(() -> {
            runs.incrementAndGet();
            never.await();
            return Duration.ZERO;
        });
        background.seen();
        await().until(() -> runs.get() == 1);
        background.close();
        assertThat(cancels.get()).isPositive();
        await().until(() -> threads() == 0);
        background.seen();
        assertThat(threads()).isZero();
    }

    @Test
    void fault_doesNotEndTheThread() {
        try (Background background = background(() -> {
            runs.incrementAndGet();
            throw new IllegalStateException("on purpose");
        })) {
            background.seen();
            await().until(() -> runs.get() == 1);
            assertThat(threads()).isPositive();
        }
    }

    private Duration quick() {
        runs.incrementAndGet();
        return Duration.ofMillis(1);
    }

    private Background background(Background.Work work) {
        Background.Ends ends = new Background.Ends() {
            @Override
            public void rest() {
                rests.incrementAndGet();
            }

            @Override
            public void cancel() {
                cancels.incrementAndGet();
            }
        };
        return new Background(1, List.of(work), ends, clock::get);
    }

    /** A thread that has ended its last work may live on for a moment. */
    static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vector-probe-"))
                .count();
    }
}
