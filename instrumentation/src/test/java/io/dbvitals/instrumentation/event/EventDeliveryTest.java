package io.dbvitals.instrumentation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventDeliveryTest {
    private final Queue<Event> seen = new ConcurrentLinkedQueue<>();

    @Test
    void delivery_keepsTheOrderAndReachesAll() {
        Queue<Event> others = new ConcurrentLinkedQueue<>();
        EventDelivery delivery = EventDelivery.to(seen::add, others::add);
        List<Event> events =
                IntStream.range(0, 100).mapToObj(EventDeliveryTest::event).toList();
        assertThat(events).allMatch(delivery::offer);
        delivery.close();
        assertThat(seen).containsExactlyElementsOf(events);
        assertThat(others).containsExactlyElementsOf(events);
        assertThat(delivery.counts()).isEqualTo(new EventDelivery.Counts(200, 0, 0));
    }

    @Test
    void hangingHandler_keepsNothingFromTheCallerOrTheOthers() {
        CountDownLatch release = new CountDownLatch(1);
        try (EventDelivery delivery = EventDelivery.to(List.of(event -> release.await(), seen::add), 8)) {
            await().until(() -> {
                delivery.offer(event(1));
                return delivery.counts().dropped() > 0;
            });
            int offered = seen.size();
            assertThat(delivery.offer(event(2))).isFalse();
            await().until(() -> seen.size() > offered);
            release.countDown();
        }
    }

    @Test
    void fullQueue_dropsAndCounts() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        EventDelivery delivery = EventDelivery.to(
                List.of(event -> {
                    begun.countDown();
                    release.await();
                    seen.add(event);
                }),
                3);
        delivery.offer(event(0));
        begun.await();
        for (int i = 1; i <= 10; i++) {
            assertThat(delivery.offer(event(i))).isEqualTo(i <= 3);
        }
        release.countDown();
        delivery.close();
        assertThat(seen).hasSize(4);
        assertThat(delivery.counts()).isEqualTo(new EventDelivery.Counts(4, 0, 7));
    }

    @Test
    void failingHandler_isCountedAndSeesTheNextEvent() {
        AtomicInteger calls = new AtomicInteger();
        EventDelivery delivery = EventDelivery.to(
                event -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new NoClassDefFoundError("jakarta/mail/Session");
                    }
                    throw new IllegalStateException("out of order");
                },
                seen::add);
        IntStream.range(0, 4).mapToObj(EventDeliveryTest::event).forEach(delivery::offer);
        delivery.close();
        assertThat(calls).hasValue(4);
        assertThat(delivery.counts()).isEqualTo(new EventDelivery.Counts(4, 4, 0));
    }

    @Test
    void closing_interruptsAfterItsPatience_dropsTheRest_closesTheHandlers() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger closed = new AtomicInteger();
        EventHandler hanging = new EventHandler() {
            @Override
            public void handle(Event event) throws InterruptedException {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
                throw new IllegalStateException("closed already");
            }
        };
        EventDelivery delivery = EventDelivery.to(hanging);
        IntStream.range(0, 5).mapToObj(EventDeliveryTest::event).forEach(delivery::offer);
        begun.await();
        delivery.close(Duration.ofMillis(1));
        assertThat(closed).hasValue(1);
        assertThat(delivery.offer(event(9))).isFalse();
        await().untilAsserted(() -> assertThat(delivery.counts()).isEqualTo(new EventDelivery.Counts(0, 1, 5)));
        assertThat(interrupted).isTrue();
    }

    @Test
    void threads_areDaemonsAndEndWithIt() {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        EventDelivery delivery = EventDelivery.to(event -> threads.add(Thread.currentThread()));
        assertThat(threads).isEmpty();
        delivery.offer(event(1));
        delivery.close();
        assertThat(threads).hasSize(1).allMatch(Thread::isDaemon);
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void sixteenThreads_loseNothingUncounted() throws InterruptedException {
        EventDelivery delivery = EventDelivery.to(List.of(seen::add), 64);
        Thread[] threads = IntStream.range(0, 16)
                .mapToObj(n -> new Thread(() -> IntStream.range(0, 1000)
                        .mapToObj(EventDeliveryTest::event)
                        .forEach(delivery::offer)))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        delivery.close(Duration.ofSeconds(60));
        assertThat(delivery.counts().delivered()).isEqualTo(seen.size());
        assertThat(delivery.counts().delivered() + delivery.counts().dropped()).isEqualTo(16_000);
    }

    @Test
    void capacity_mustBePositive() {
        assertThatThrownBy(() -> EventDelivery.to(List.of(seen::add), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be at least 1, is 0");
    }

    private static Event event(int number) {
        return new Event(Instant.EPOCH, Severity.INFO, "test", "subject " + number, "A test.", Map.of());
    }
}
