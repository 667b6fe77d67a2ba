package io.dbvitals.query.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.query.predicate.Answers.Asked;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Asked ASKED = new Asked("shop", "SELECT true");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Deadline LATER = Deadline.after(Duration.ofSeconds(30));

    private final AtomicLong clock = new AtomicLong(-5);
    private final Answers answers = new Answers(clock::get);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void answer_holdsForItsTtl() throws Exception {
        assertThat(ask(ASKED, MINUTE)).isTrue();
        clock.addAndGet(MINUTE.toNanos() - 1);
        assertThat(ask(ASKED, MINUTE)).isTrue();
        assertThat(asked).hasValue(1);
        clock.addAndGet(1);
        assertThat(ask(ASKED, MINUTE)).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void answer_isYoungEnoughOrNotByTheTtlOfWhoAsks() throws Exception {
        ask(ASKED, MINUTE);
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        ask(ASKED, Duration.ofSeconds(5));
        assertThat(asked).hasValue(2);
    }

    @Test
    void anotherDatabaseOrText_isAnotherQuestion() throws Exception {
        ask(ASKED, MINUTE);
        ask(new Asked("postgres", ASKED.sql()), MINUTE);
        ask(new Asked(ASKED.database(), "SELECT 1"), MINUTE);
        assertThat(asked).hasValue(3);
    }

    @Test
    void withoutTtl_isAskedEachTime() throws Exception {
        ask(ASKED, Duration.ZERO);
        ask(ASKED, Duration.ZERO);
        assertThat(asked).hasValue(2);
    }

    @Test
    void failure_isNotKept() throws Exception {
        assertThatThrownBy(() -> answers.holds(ASKED, MINUTE, LATER, () -> {
                    throw new CollectException(Reason.DENIED, "no");
                }))
                .hasMessage("no");
        assertThat(ask(ASKED, MINUTE)).isTrue();
    }

    @Test
    void whoComesMeanwhile_waitsForTheSameAnswer_untilItsDeadline() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Boolean> first = inBackground(() -> answers.holds(ASKED, MINUTE, LATER, () -> {
            begun.countDown();
            answer.await();
            return true;
        }));
        begun.await();
        assertThatThrownBy(() -> answers.holds(ASKED, MINUTE, Deadline.after(Duration.ofMillis(1)), () -> false))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .hasMessage("no time was left while another query asked the same predicate in shop");
        CompletableFuture<Boolean> second = inBackground(() -> ask(ASKED, MINUTE));
        answer.countDown();
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(asked).hasValue(0);
    }

    private boolean ask(Asked what, Duration ttl) throws CollectException, InterruptedException {
        return answers.holds(what, ttl, LATER, () -> {
            asked.incrementAndGet();
            return true;
        });
    }

    private static CompletableFuture<Boolean> inBackground(Answers.Question question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.ask();
            } catch (CollectException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
