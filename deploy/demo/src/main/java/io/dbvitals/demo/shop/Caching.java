package io.dbvitals.demo.shop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.ZRangeParams;

/** What the shop keeps in Redis: products, pages and a queue of orders in database 0, sessions in database 1. */
final class Caching {
    /** Small enough that pages are evicted; what has no expiry stays. */
    static final List<String> SETTINGS =
            List.of("--maxmemory", "16mb", "--maxmemory-policy", "volatile-lru", "--slowlog-log-slower-than", "5000");

    private static final String QUEUE = "queue:mails";
    private static final String WRONG_TYPE = "WRONGTYPE";
    private static final int VISITORS = 400;

    private Caching() {}

    /** The tasks of database 0. */
    static List<Task<Jedis>> tasks() {
        return List.of(
                Task.of("products", Duration.ofMillis(30), Caching::product),
                Task.of("pages", Duration.ofMillis(50), Caching::page),
                Task.of("bestsellers", Duration.ofMillis(200), Caching::rank),
                Task.of(
                        "orders",
                        Duration.ofMillis(120),
                        session -> session.rpush(QUEUE, "order " + System.nanoTime())),
                Task.of("mailer", Duration.ofMillis(70), Caching::mail),
                // In bursts, so that the queue is seen to grow and to be emptied.
                Task.<Jedis>of("newsletter", Duration.ofSeconds(15), Caching::newsletter)
                        .startingAfter(Duration.ofSeconds(3)),
                Task.of("statistics", Duration.ofSeconds(4), Caching::statistics),
                Task.<Jedis>of("careless", Duration.ofSeconds(3), session -> session.lpush("name", "no list"))
                        .startingAfter(Duration.ofSeconds(1))
                        .mayFailWith(WRONG_TYPE));
    }

    /** The tasks of database 1. */
    static List<Task<Jedis>> visits() {
        return List.of(Task.of("sessions", Duration.ofMillis(40), Caching::visit));
    }

    /** What must be there from the beginning. */
    static void prepare(Jedis session) {
        session.set("name", "shop");
        Pipeline pipeline = session.pipelined();
        for (int i = 0; i < 20_000; i++) {
            pipeline.sadd("customers", Integer.toString(i * 7919 % 100_003));
        }
        pipeline.sync();
    }

    private static void product(Jedis session) {
        String key = "product:" + random(Shop.PRODUCTS);
        if (session.get(key) == null) {
            session.set(key, "a product", SetParams.setParams().ex(10));
        }
    }

    private static void page(Jedis session) {
        String key = "page:" + random(2_000);
        if (session.get(key) == null) {
            session.set(key, "<p>".repeat(4_000), SetParams.setParams().ex(600));
        }
    }

    private static void rank(Jedis session) {
        session.zincrby("bestsellers", 1, "product:" + random(Shop.PRODUCTS));
        session.zrange("bestsellers", ZRangeParams.zrangeParams(0, 9).rev());
    }

    /** Waits a moment for work, as queues are read. */
    private static void mail(Jedis session) {
        session.blpop(0.5, QUEUE);
    }

    private static void newsletter(Jedis session) {
        Pipeline pipeline = session.pipelined();
        for (int i = 0; i < 40; i++) {
            pipeline.rpush(QUEUE, "newsletter " + i);
        }
        pipeline.sync();
    }

    /** What one should not ask a server that others wait for. */
    private static void statistics(Jedis session) {
        session.sort("customers");
        session.keys("page:*");
    }

    private static void visit(Jedis session) {
        String key = "session:" + random(VISITORS);
        session.hincrBy(key, "pages", 1);
        session.hset(key, "last", "product:" + random(Shop.PRODUCTS));
        session.expire(key, 3 + random(20));
        session.hgetAll(key);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
