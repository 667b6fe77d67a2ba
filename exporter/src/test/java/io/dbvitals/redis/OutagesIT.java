package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TcpProxy;
import io.dbvitals.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class OutagesIT {
    @Test
    void serverThatIsDownAtStart_isUpWithinOneScrape() {
        try (TestRedis redis = TestRedis.start()) {
            redis.stop();
            try (Scrape scrape = Scrape.of(redis.config())) {
                Samples down = scrape.down("unreachable");
                assertThat(Failures.of(scrape)).contains(redis.address());
                assertThat(down.value("dbvitals_target_connections")).isZero();
                assertThat(down.has("dbvitals_target_replica")).isFalse();
                assertThat(down.all("dbvitals_collector_success")).isEmpty();
                redis.startAgain();
                assertThat(scrape.samples().value("redis_exporter_last_scrape_connect_time_seconds"))
                        .isPositive();
                redis.kill();
                scrape.down("unreachable");
                redis.startAgain();
                scrape.samples();
                assertThat(scrape.samples().value("dbvitals_target_connections"))
                        .isEqualTo(1);
                assertThat(clients(redis)).isEqualTo(1);
            }
        }
    }

    @Test
    void restartBetweenTwoScrapes_isNoFalseAlarm() {
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config())) {
            for (int i = 0; i < 3; i++) {
                scrape.samples();
                redis.kill();
                redis.startAgain();
            }
            assertThat(scrape.samples().value("redis_uptime_in_seconds")).isLessThan(100);
        }
    }

    @Test
    void frozenServer_delaysNoScrapeBeyondItsBudget() {
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config())) {
            scrape.samples();
            redis.signal("STOP");
            try {
                assertSilent(scrape, Duration.ofSeconds(2));
                assertSilent(scrape, Duration.ofSeconds(1));
            } finally {
                redis.signal("CONT");
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> up(scrape));
            scrape.samples();
            await().atMost(Duration.ofSeconds(5)).until(() -> clients(redis) == 1);
        }
    }

    @Test
    void pausedClients_delayNoScrapeBeyondItsBudget() {
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config())) {
            scrape.samples();
            redis.call("CLIENT", "PAUSE", "2500");
            assertSilent(scrape, Duration.ofSeconds(1));
            await().atMost(Duration.ofSeconds(10)).until(() -> up(scrape));
        }
    }

    @Test
    void connectionThatAFirewallForgot_isReplacedInTheSameScrape() throws Exception {
        try (TestRedis redis = TestRedis.start();
                TcpProxy proxy = TcpProxy.before(redis.port())) {
            RedisConfig config = redis.config().at("127.0.0.1", proxy.port());
            try (Scrape scrape = Scrape.of(config)) {
                scrape.samples();
                proxy.forgetConnections();
                long start = System.nanoTime();
                assertThat(Samples.of(scrape.page(Duration.ofSeconds(4))).value("redis_up"))
                        .isEqualTo(1);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            }
        }
    }

    @Test
    void dripOfBytes_endsAtTheDeadline() throws Exception {
        try (TestRedis redis = TestRedis.start();
                TcpProxy proxy = TcpProxy.before(redis.port());
                Scrape scrape = Scrape.of(redis.config().at("127.0.0.1", proxy.port()))) {
            // A kilobyte every tenth of a second: never silent for long, and never done in time.
            proxy.fault(TcpProxy.Fault.DELAY);
            long start = System.nanoTime();
            scrape.page(Duration.ofMillis(300));
            assertThat(Failures.of(scrape, Duration.ofMillis(300))).contains("in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void fullServer_saysSoAndIsNotTakenForARefusal() {
        try (TestRedis redis = TestRedis.start("--maxclients", "1")) {
            // The server may not have seen yet that the one who waited for its start has gone.
            try (Jedis other = await().ignoreExceptions().until(() -> pinged(redis), jedis -> true);
                    Scrape scrape = Scrape.of(redis.config())) {
                scrape.down("unreachable");
                other.close();
                await().atMost(Duration.ofSeconds(5)).until(() -> up(scrape));
            }
        }
    }

    private static Jedis pinged(TestRedis redis) {
        Jedis connection = redis.connect();
        connection.ping();
        return connection;
    }

    @Test
    void closedTarget_leavesNoConnection() {
        try (TestRedis redis = TestRedis.start()) {
            Scrape scrape = Scrape.of(redis.config("", Secret.NONE, TlsConfig.OFF, RedisConfig.Options.DEFAULT));
            scrape.samples();
            scrape.target().close();
            scrape.down("unreachable");
            assertThat(Failures.of(scrape)).contains("no longer a target");
            await().atMost(Duration.ofSeconds(5)).until(() -> clients(redis) == 0);
            scrape.close();
        }
    }

    private static void assertSilent(Scrape scrape, Duration budget) {
        long start = System.nanoTime();
        Samples page = Samples.of(scrape.page(budget));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(budget.plusMillis(700));
        assertThat(page.value("redis_up")).isZero();
        assertThat(page.value("redis_exporter_last_scrape_error", "err=\"timeout\""))
                .isEqualTo(1);
    }

    private static boolean up(Scrape scrape) {
        return Samples.of(scrape.page()).value("redis_up") == 1;
    }

    /** Of the exporter, as the server sees them. */
    private static long clients(TestRedis redis) {
        return redis.call("CLIENT", "LIST")
                .lines()
                .filter(line -> !line.contains("cmd=client"))
                .count();
    }
}
