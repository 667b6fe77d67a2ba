package io.dbvitals.instrumentation.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.pool.lease.Lease;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Leak;
import io.dbvitals.instrumentation.pool.state.Measured;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.pool.state.PoolSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolMonitorTest {
    private final HandClock clock = new HandClock();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final EventDelivery delivery = EventDelivery.to(events::add);

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void byHand_showsWhatWasRecorded() {
        PoolMonitor monitor = monitor().max(4).start();
        List<Lease> leases =
                IntStream.range(0, 3).mapToObj(i -> monitor.recordCheckout()).toList();
        monitor.recordWait(Duration.ofMillis(5));
        monitor.recordWaitBegin();
        monitor.recordTimeout();
        monitor.recordError();
        monitor.recordCreation(Duration.ofMillis(20));
        clock.pass(Duration.ofSeconds(2));
        monitor.recordCheckin(leases.get(0));
        monitor.recordCheckin(leases.get(0));

        PoolSnapshot pool = monitor.snapshot();
        assertThat(pool.now()).isEqualTo(new PoolReading(4, 2, 2, 1, 4, 4, 4));
        assertThat(pool.now().utilisation()).isEqualTo(0.5);
        assertThat(pool.now().headroom()).isEqualTo(2);
        assertThat(pool.peakActive()).isEqualTo(3);
        assertThat(pool.peakWaiting()).isEqualTo(1);
        assertThat(pool.waits().count()).isEqualTo(1);
        assertThat(pool.waits().max()).isEqualTo(Duration.ofMillis(5));
        assertThat(pool.uses().count()).isEqualTo(1);
        assertThat(pool.uses().max()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pool.creations().count()).isEqualTo(1);
        assertThat(pool.timeouts()).isEqualTo(1);
        assertThat(pool.errors()).isEqualTo(1);
        monitor.recordWaitEnd();
        assertThat(monitor.snapshot().now().waiting()).isZero();
        assertThat(monitor.dashboard()).contains("open 4  in use 2  idle 2  waiting 0  max 4  free 2");
    }

    @Test
    void leak_isToldOnce_withItsBorrower() {
        PoolMonitor monitor = monitor().max(4).noteBorrowers().start();
        Lease lease = monitor.recordCheckout();
        clock.pass(Duration.ofMinutes(5).minusNanos(1));
        monitor.sample();
        assertThat(monitor.snapshot().leaks()).isEmpty();
        clock.pass(Duration.ofNanos(1));
        monitor.sample();
        monitor.sample();
        Leak leak = monitor.snapshot().leaks().get(0);
        assertThat(leak.age()).isEqualTo(Duration.ofMinutes(5));
        assertThat(leak.borrower().get(0).getMethodName()).isEqualTo("leak_isToldOnce_withItsBorrower");
        assertThat(monitor.measured().leaks()).isEqualTo(1);
        monitor.recordCheckin(lease);
        assertThat(monitor.snapshot().leaks()).isEmpty();
        delivery.close();
        assertThat(events).extracting(Event::kind).containsExactly("connection_leak");
    }

    @Test
    void borrowers_areNotNoted_unlessAskedFor() {
        PoolMonitor monitor = monitor().leakAfter(Duration.ZERO).start();
        monitor.recordCheckout();
        assertThat(monitor.snapshot().leaks().get(0).borrower()).isEmpty();
        assertThat(monitor.snapshot().leaks().get(0).thread())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void exhaustion_goesToTheHandlers() {
        PoolMonitor monitor =
                monitor().reading(() -> new PoolReading(5, 5, 0, 2, 5, 5, 5)).start();
        for (int i = 0; i < 4; i++) {
            monitor.sample();
            clock.pass(Duration.ofSeconds(1));
        }
        delivery.close();
        assertThat(events).extracting(Event::kind).containsExactly("pool_exhausted");
        assertThat(monitor.snapshot().minutes()).singleElement().satisfies(minute -> {
            assertThat(minute.utilisation()).isEqualTo(1.0);
            assertThat(minute.peakWaiting()).isEqualTo(2);
        });
    }

    @Test
    void trend_holdsEachMinutesWaits() {
        PoolMonitor monitor = monitor().max(4).start();
        monitor.recordWait(Duration.ofMillis(7));
        monitor.sample();
        clock.pass(Duration.ofMinutes(1));
        monitor.recordWait(Duration.ofMillis(3));
        monitor.recordTimeout();
        monitor.sample();
        assertThat(monitor.snapshot().minutes())
                .extracting("longestWait")
                .containsExactly(Duration.ofMillis(7), Duration.ofMillis(3));
        assertThat(monitor.snapshot().minutes()).extracting("timeouts").containsExactly(0L, 1L);
    }

    @Test
    void failingReading_isAnEmptyPool() {
        PoolMonitor monitor = monitor()
                .reading(() -> {
                    throw new IllegalStateException("closed");
                })
                .start();
        monitor.sample();
        assertThat(monitor.snapshot().now()).isEqualTo(PoolReading.NONE);
    }

    @Test
    void healthCheck_runsWhenDue_andNeverTwiceAtOnce() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        PoolMonitor monitor = monitor()
                .healthCheck(
                        () -> {
                            if (calls.incrementAndGet() == 2) {
                                release.await();
                            }
                        },
                        Duration.ofSeconds(30))
                .start();
        assertThat(monitor.snapshot().health()).isEqualTo(Health.UNKNOWN);
        monitor.sample();
        await().until(() -> monitor.snapshot().health().status() == Health.Status.UP);
        clock.pass(Duration.ofSeconds(29));
        monitor.sample();
        assertThat(calls).hasValue(1);
        clock.pass(Duration.ofSeconds(1));
        monitor.sample();
        await().until(() -> calls.get() == 2);
        clock.pass(Duration.ofSeconds(31));
        monitor.sample();
        assertThat(calls).hasValue(2);
        assertThat(monitor.snapshot().health())
                .isEqualTo(new Health(Health.Status.DOWN, Duration.ofSeconds(31), "no answer for 31 s"));
        release.countDown();
        await().until(() -> monitor.snapshot().health().status() == Health.Status.UP);
        monitor.close();
    }

    @Test
    void failingHealthCheck_namesTheErrorWithoutItsWords() {
        PoolMonitor monitor = monitor()
                .healthCheck(
                        () -> {
                            throw new java.sql.SQLException("relation \"secret\" does not exist", "42P01");
                        },
                        Duration.ofSeconds(30))
                .start();
        monitor.sample();
        await().until(() -> monitor.snapshot().health().status() == Health.Status.DOWN);
        assertThat(monitor.snapshot().health().detail()).isEqualTo("SQLException 42P01");
        monitor.close();
    }

    @Test
    void sixteenThreads_loseNothing() throws InterruptedException {
        PoolMonitor monitor = monitor().max(16).start();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    monitor.recordWait(Duration.ofNanos(n));
                    monitor.recordCheckin(monitor.recordCheckout());
                }
            });
            thread.start();
            threads.add(thread);
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            monitor.sample();
            monitor.measured();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Measured measured = monitor.measured();
        assertThat(measured.waits().getCount()).isEqualTo(320_000);
        assertThat(measured.uses().getCount()).isEqualTo(320_000);
        assertThat(measured.now().active()).isZero();
        assertThat(measured.peakActive()).isBetween(1, 16);
    }

    @Test
    void thread_isOneDaemon_andEndsWithTheMonitor() {
        AtomicInteger readings = new AtomicInteger();
        PoolMonitor monitor = PoolMonitor.named("threads")
                .reading(() -> {
                    readings.incrementAndGet();
                    throw new IllegalStateException("no answer");
                })
                .start();
        await().until(() -> readings.get() > 1);
        assertThat(threads("dbvitals-pool-threads")).hasSize(1).allMatch(Thread::isDaemon);
        monitor.close();
        await().until(() -> threads("dbvitals-pool-threads").isEmpty());
    }

    @Test
    void pool_needsANameAndASize() {
        assertThatThrownBy(() -> PoolMonitor.named(" ")).hasMessage("a pool needs a name");
        assertThatThrownBy(() -> PoolMonitor.named("a").max(0)).hasMessage("max must be at least 1, is 0");
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    private PoolMonitorBuilder monitor() {
        return PoolMonitor.named("orders").events(delivery).unscheduled().clocks(clock, clock::nanos);
    }
}
