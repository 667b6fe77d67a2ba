package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final Command CONFIG = Command.of("CONFIG GET", "maxmemory");
    private static final Command LATENCY = Command.of("LATENCY LATEST");

    private final AtomicLong clock = new AtomicLong();
    private final Refusals refusals = new Refusals("cache", clock::get);

    @Test
    void refusedCommand_isHeldTenMinutesAndNamedUntilItIsAnswered() {
        refusals.note(Map.of(CONFIG, new Reply.Failure("NOPERM no"), LATENCY, new Reply.Array(List.of())));
        assertThat(refusals.holds(CONFIG)).isTrue();
        assertThat(refusals.holds(LATENCY)).isFalse();
        assertThat(refusals.labels()).containsExactly("CONFIG GET");
        assertThat(refusals.holdAll(List.of(CONFIG))).isTrue();
        assertThat(refusals.holdAll(List.of(CONFIG, LATENCY))).isFalse();
        assertThat(refusals.holdAll(List.of())).isFalse();
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(refusals.holds(CONFIG)).isFalse();
        assertThat(refusals.labels()).as("not known to be allowed yet").containsExactly("CONFIG GET");
        refusals.note(Map.of(CONFIG, new Reply.Array(List.of())));
        assertThat(refusals.labels()).isEmpty();
    }

    @Test
    void passingState_isNoRefusal() {
        for (String message :
                List.of("LOADING Redis is loading the dataset in memory", "BUSY", "WRONGTYPE", "ERR no such key")) {
            refusals.note(Map.of(CONFIG, new Reply.Failure(message)));
        }
        assertThat(refusals.holds(CONFIG)).isFalse();
        assertThat(refusals.labels()).isEmpty();
    }

    @Test
    void newConnection_forgetsAll() {
        refusals.note(Map.of(CONFIG, new Reply.Failure("ERR unknown command 'CONFIG'")));
        refusals.forget();
        assertThat(refusals.holds(CONFIG)).isFalse();
        assertThat(refusals.labels()).isEmpty();
    }
}
