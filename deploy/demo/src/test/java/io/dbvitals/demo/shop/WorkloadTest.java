package io.dbvitals.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** At a real Redis. */
class WorkloadTest {
    private final CountDownLatch stop = new CountDownLatch(1);

    private Redis redis;

    @BeforeEach
    void start(@TempDir Path folder) throws DemoException, InterruptedException {
        redis = Redis.start(folder, Caching.SETTINGS);
        try (Jedis session = redis.connect(0, "prepare")) {
            Caching.prepare(session);
        }
    }

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void the_shop_fills_both_databases_and_meets_only_what_it_expects() throws InterruptedException {
        try (Workload workload = new Workload(10, stop);
                Jedis session = redis.connect(0, "test")) {
            workload.start(new CacheDoor(redis, 0), Caching.tasks());
            workload.start(new CacheDoor(redis, 1), Caching.visits());
            awaitInfo(session, "errorstats", "errorstat_WRONGTYPE");
            awaitInfo(session, "commandstats", "cmdstat_blpop");
            awaitInfo(session, "keyspace", "db1:");

            assertThat(workload.failure()).isEmpty();
            assertThat(session.info("keyspace")).containsPattern("db0:keys=\\d+,expires=[1-9]");
            assertThat(session.clientList()).contains("name=mailer", "name=sessions");
        }
    }

    @Test
    void an_unexpected_error_is_kept_and_the_task_goes_on() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        try (Workload workload = new Workload(1, stop)) {
            workload.start(new CacheDoor(redis, 0), List.of(Task.of("odd", Duration.ofMillis(10), session -> {
                twice.countDown();
                session.lpush("name", "no list");
            })));

            assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(workload.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).startsWith("odd: WRONGTYPE"));
        }
    }

    @Test
    void nobody_cares_about_failures_once_it_stops() throws InterruptedException {
        CountDownLatch once = new CountDownLatch(1);
        stop.countDown();
        try (Workload workload = new Workload(1, stop)) {
            workload.start(new CacheDoor(redis, 0), List.of(Task.of("late", Duration.ofMillis(10), session -> {
                once.countDown();
                session.lpush("name", "no list");
            })));

            assertThat(once.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(workload.failure()).isEmpty();
        }
    }

    private static void awaitInfo(Jedis session, String section, String text) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 200 && !session.info(section).contains(text); i++) {
            boolean unused = never.await(100, TimeUnit.MILLISECONDS);
        }
        assertThat(session.info(section)).contains(text);
    }
}
