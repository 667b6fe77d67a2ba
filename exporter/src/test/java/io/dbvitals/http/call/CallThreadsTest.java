package io.dbvitals.http.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CallThreadsTest {
    @Test
    void callThatTakesTooLong_isInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (CallThreads threads = new CallThreads(Duration.ofMillis(100))) {
            CompletableFuture<Answer> answer = threads.run(() -> {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
                return Answer.text(200, "");
            });
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(threads.run(() -> Answer.text(200, "next"))
                            .get(20, TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void fullQueue_isRefusedAtOnce() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (CallThreads threads = new CallThreads(Duration.ofMinutes(1))) {
            for (int i = 0; i < 4 + 64; i++) {
                var unused = threads.run(() -> {
                    end.await();
                    return Answer.text(200, "");
                });
            }
            assertThatThrownBy(() -> threads.run(() -> Answer.text(200, "")))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal).hasMessage("too many calls wait for an answer; try again");
                        assertThat(refusal.answer().status()).isEqualTo(503);
                        assertThat(refusal.answer().headers()).containsEntry("Retry-After", "2");
                    });
            end.countDown();
        }
    }
}
