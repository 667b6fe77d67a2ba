package io.dbvitals.instrumentation.pool.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Leak;
import io.dbvitals.instrumentation.pool.state.Minute;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.pool.state.PoolSnapshot;
import io.dbvitals.instrumentation.pool.state.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timing NOTHING =
            new Timing(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @Test
    void exhaustedPool_isReadAtAGlance() {
        Timing waits = new Timing(
                1234,
                Duration.ofMillis(12),
                Duration.ofNanos(35_000),
                Duration.ofMillis(250),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        PoolSnapshot pool = new PoolSnapshot(
                "orders",
                NOON,
                new PoolReading(10, 10, 0, 4, 10, 2, 10),
                10,
                7,
                waits,
                NOTHING,
                NOTHING,
                3,
                1,
                List.of(new Leak(
                        Duration.ofMinutes(6),
                        "worker-1",
                        List.of(new StackTraceElement("app.Orders", "load", "Orders.java", 7)))),
                new Health(Health.Status.DOWN, Duration.ofSeconds(31), "no answer for 31 s"),
                IntStream.range(0, 6)
                        .mapToObj(i -> new Minute(NOON, i / 5.0, i, 0, 0, Duration.ZERO, 0))
                        .toList());
        assertThat(Dashboard.PLAIN.render(pool)).isEqualTo("""
                Pool orders  EXHAUSTED  2026-01-01T12:00:00Z
                [########################################################################] 100 %
                open 10  in use 10  idle 0  waiting 4  max 10  free 0
                most in use 10  most waiting 7  timeouts 3  errors 1

                             count     mean      p50      p95      p99      max
                wait          1234  12.0 ms    35 us 250.0 ms    2.0 s   30.0 s
                use              0        0        0        0        0        0
                open new         0        0        0        0        0        0

                last 6 min  | .-=*#|  rising

                1 connection has not come back
                  6 min  worker-1  Orders.load:7

                health DOWN after 31.0 s  no answer for 31 s
                """);
    }

    @Test
    void line_neverExceedsTheWidth_norObeysAName() {
        Leak leak = new Leak(Duration.ofHours(3), "a thread of a very, very, very long name\u001b[31m", List.of());
        PoolSnapshot pool = new PoolSnapshot(
                "a pool of a name that is far too long for one line\n",
                NOON,
                new PoolReading(1, 0, 1, 0, 10, 2, 10),
                0,
                0,
                NOTHING,
                NOTHING,
                NOTHING,
                0,
                0,
                Collections.nCopies(7, leak),
                Health.UNKNOWN,
                List.of());
        String text = new Dashboard(40, Marks.UNICODE).render(pool);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
        assertThat(text).startsWith("Pool a pool of a name that is far too l…\n");
        assertThat(text)
                .contains("[░░░")
                .contains("7 connections have not come back")
                .contains("  and 2 more");
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void bar_tellsLittleFromNothing_andNearlyFromFull() {
        assertThat(Marks.ASCII.bar(0, 10)).isEqualTo("..........");
        assertThat(Marks.ASCII.bar(0.001, 10)).isEqualTo("#.........");
        assertThat(Marks.ASCII.bar(0.5, 10)).isEqualTo("#####.....");
        assertThat(Marks.ASCII.bar(0.999, 10)).isEqualTo("#########.");
        assertThat(Marks.ASCII.bar(1, 10)).isEqualTo("##########");
        assertThat(Marks.ASCII.bar(7, 10)).isEqualTo("##########");
        assertThat(Marks.UNICODE.level(0.5)).isEqualTo('▅');
    }

    @Test
    void width_hasALeast() {
        assertThatThrownBy(() -> new Dashboard(39, Marks.ASCII)).hasMessage("width must be at least 40, is 39");
    }
}
