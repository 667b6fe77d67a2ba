package io.dbvitals.app.deadman.tell;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one channel of the alarm, again while it lasts, and of its end; what could not be told is tried again. */
public final class Teller {
    private static final Logger logger = LoggerFactory.getLogger(Teller.class);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Channel channel;
    private final Duration repeat;
    private final LongSupplier nanos;
    private final AtomicLong failures;
    private boolean toldDead;
    private boolean retrying;
    private long dueAt;

    /** @param toldDead whether the alarm lasts from before a restart, and is known */
    public Teller(Channel channel, Duration repeat, boolean toldDead, LongSupplier nanos, AtomicLong failures) {
        this.channel = channel;
        this.repeat = repeat;
        this.toldDead = toldDead;
        this.nanos = nanos;
        this.failures = failures;
        this.dueAt = nanos.getAsLong() + (toldDead ? repeat.toNanos() : 0);
    }

    /** Tells if it is time to. Only from one thread. */
    public void look(News news) throws InterruptedException {
        boolean known = news.dead() == toldDead;
        if (known && !news.dead()) {
            retrying = false;
            return;
        }
        // What is new is told at once, but for what is tried again.
        if ((known || retrying) && nanos.getAsLong() - dueAt < 0) {
            return;
        }
        try {
            channel.tell(news);
            toldDead = news.dead();
            retrying = false;
            dueAt = nanos.getAsLong() + repeat.toNanos();
        } catch (IOException e) {
            failures.incrementAndGet();
            retrying = true;
            dueAt = nanos.getAsLong() + Math.min(RETRY.toNanos(), repeat.toNanos());
            logger.error("{} could not be told, and is tried again: {}", channel.name(), reason(e));
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
