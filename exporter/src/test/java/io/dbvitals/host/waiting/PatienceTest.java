package io.dbvitals.host.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

    private final CountDownLatch release = new CountDownLatch(1);
    private final Patience patience = new Patience("thing", Duration.ofMillis(300));

    @AfterEach
    void end() {
        release.countDown();
        patience.close();
    }

    private Callable<String> hanging(AtomicInteger asked) {
        return () -> {
            asked.incrementAndGet();
            boolean interrupted = true;
            while (interrupted) {
                try {
                    interrupted = !release.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    // Neither does a call of the kernel end.
                    interrupted = true;
                }
            }
            return "late";
        };
    }

    @Test
    void answers_areInTheOrderOfTheQuestions() throws InterruptedException {
        Map<String, Callable<String>> questions = new LinkedHashMap<>();
        questions.put("b", () -> "1");
        questions.put("a", () -> {
            throw new IOException("broken");
        });

        Map<String, Answer<String>> answers = patience.ask(questions, LATER);

        assertThat(answers.keySet()).containsExactly("b", "a");
        assertThat(answers.get("b")).isEqualTo(new Answer.Got<>("1"));
        assertThat(answers.get("a"))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessage("broken"));
    }

    @Test
    void oneThatHangs_keepsNoOtherFromItsAnswer() throws InterruptedException {
        Map<String, Callable<String>> questions = new LinkedHashMap<>();
        questions.put("hangs", hanging(new AtomicInteger()));
        for (int i = 0; i < 20; i++) {
            questions.put("good" + i, () -> "1");
        }

        Map<String, Answer<String>> answers = patience.ask(questions, LATER);

        assertThat(answers.remove("hangs")).isInstanceOf(Answer.Stuck.class);
        assertThat(answers.values()).hasSize(20).allMatch(new Answer.Got<>("1")::equals);
    }

    @Test
    void oneThatHangs_isNotAskedAgainUntilItHasAnswered() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Map<String, Callable<String>> question = Map.of("hangs", hanging(asked));
        patience.ask(question, LATER);

        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            assertThat(patience.ask(question, LATER).get("hangs")).isInstanceOf(Answer.Stuck.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(asked).hasValue(1);

        release.countDown();
        Awaitility.await()
                .until(() -> patience.ask(question, LATER).get("hangs").equals(new Answer.Got<>("late")));
        assertThat(asked.get()).isGreaterThan(1);
    }

    @Test
    void moreThatHangThanThereAreThreads_leaveTimeForTheRest() throws InterruptedException {
        Map<String, Callable<String>> questions = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            questions.put("hangs" + i, hanging(new AtomicInteger()));
        }
        questions.put("good", () -> "1");

        assertThat(patience.ask(questions, LATER).get("good")).isEqualTo(new Answer.Got<>("1"));
    }

    @Test
    void aNearDeadline_isKept() throws InterruptedException {
        try (Patience long5 = new Patience("thing", Duration.ofSeconds(30))) {
            long start = System.nanoTime();
            var answers =
                    long5.ask(Map.of("hangs", hanging(new AtomicInteger())), Deadline.after(Duration.ofMillis(400)));

            assertThat(answers.get("hangs")).isInstanceOf(Answer.Stuck.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
