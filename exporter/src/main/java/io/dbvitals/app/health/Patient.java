package io.dbvitals.app.health;

import io.dbvitals.app.health.vitals.Examined;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.score.Score;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target that is read again and again, one reading at a time; remembers what it was like. */
final class Patient implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Patient.class);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    /** Who has not answered the simplest question by then does not answer, for those who look. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Those who look are content with what was read so long ago; what takes long is read more seldom. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** What answers, answers by then. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final int PART_OF_TIME = 20;

    private final Examined examined;
    private final Map<String, Config.Threshold> thresholds;
    private Map<String, Double> lastKnown = Map.of();
    private boolean waitedInVain;
    private Optional<Long> begunAtNanos = Optional.empty();
    private Optional<Long> readAtNanos = Optional.empty();
    private long tookNanos;
    private boolean underWay;
    /** Whether the reading that is under way has shown whether the target answers. */
    private boolean heard;

    private boolean read;
    private Optional<Long> askedAtNanos = Optional.empty();
    private Observed observed;

    Patient(Examined examined, Map<String, Config.Threshold> thresholds) {
        this.examined = examined;
        this.thresholds = thresholds;
        this.observed = Observed.nothing(
                examined.target().name(), examined.target().source().kind());
    }

    boolean is(TargetConfig target, Optional<SqlServer> server, Map<String, Config.Threshold> all) {
        return examined.target().equals(target) && examined.server().equals(server) && thresholds.equals(all);
    }

    /** Waits until a reading that is under way has shown whether it answers; for the whole of its first. What takes long is not waited for. */
    synchronized void awaitAnswer(Deadline deadline) throws InterruptedException {
        while (underWay
                && !(read && heard)
                && begunAtNanos.filter(Patient::isYoung).isPresent()) {
            long millis = deadline.remaining().toMillis();
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }

    private static boolean isYoung(long begunAtNanos) {
        return System.nanoTime() - begunAtNanos < SOON.toNanos();
    }

    /** Whether it was not begun to be asked for so long; then it counts as begun, and {@link #read} is to follow. */
    synchronized boolean begin(Duration age) {
        long now = System.nanoTime();
        if (underWay || begunAtNanos.filter(at -> now - at < age.toNanos()).isPresent()) {
            return false;
        }
        begunAtNanos = Optional.of(now);
        underWay = true;
        heard = false;
        return true;
    }

    /**
     * Reads it.
     *
     * @param whole whether all is read in any case; otherwise it is only asked whether it answers, as long as the rest is fresh
     * @return empty where there is no new score
     */
    Optional<Score> read(boolean whole) throws InterruptedException {
        try {
            return ask(whole);
        } finally {
            synchronized (this) {
                underWay = false;
                read = true;
                askedAtNanos = Optional.empty();
                notifyAll();
            }
        }
    }

    private Optional<Score> ask(boolean whole) throws InterruptedException {
        Deadline deadline = Deadline.after(BUDGET);
        asked();
        try {
            if (!whole && examined.server().isPresent()) {
                long began = System.nanoTime();
                examined.server().get().facts(deadline);
                answers(Duration.ofNanos(System.nanoTime() - began));
            }
            return whole || due() ? Optional.of(vitals(deadline)) : Optional.empty();
        } catch (CollectException e) {
            logger.debug("{}: {}", examined.target().name(), e.getMessage());
            return silent(e);
        }
    }

    private synchronized void asked() {
        askedAtNanos = Optional.of(System.nanoTime());
    }

    private Score vitals(Deadline deadline) throws CollectException, InterruptedException {
        long began = System.nanoTime();
        Reading reading = examined.vitals().read(deadline);
        long ended = System.nanoTime();
        synchronized (this) {
            Score score = Score.of(reading.vitals(), lastKnown);
            lastKnown = score.known(lastKnown);
            waitedInVain = false;
            askedAtNanos = Optional.empty();
            readAtNanos = Optional.of(ended);
            tookNanos = ended - began;
            observed = observed.scored(score, reading, Instant.now());
            return score;
        }
    }

    private synchronized void answers(Duration response) {
        askedAtNanos = Optional.empty();
        if (!observed.error().isEmpty()) {
            readAtNanos = Optional.empty();
        }
        observed = observed.answering(response, Instant.now());
        heard = true;
        notifyAll();
    }

    private synchronized boolean due() {
        long enough = Math.max(FRESH.toNanos(), PART_OF_TIME * tookNanos);
        return readAtNanos.map(at -> System.nanoTime() - at >= enough).orElse(true);
    }

    /** Empty where all of our own connections were in use, and not for the second time: that alone says nothing of the server. */
    private synchronized Optional<Score> silent(CollectException failure) {
        boolean inUse = failure.reason() == Reason.TIMEOUT && ownAreInUse();
        boolean again = waitedInVain;
        waitedInVain = inUse;
        if (inUse && !again) {
            return Optional.empty();
        }
        observed = observed.silent(String.valueOf(failure.getMessage()), Instant.now());
        return observed.score();
    }

    private boolean ownAreInUse() {
        return examined.server()
                .filter(server -> server.openConnections() >= server.maxConnections())
                .isPresent();
    }

    /** What is known now; who is asked and does not answer is said to be silent before the reading gives up. */
    synchronized Observed observed() {
        boolean late = examined.server().isPresent()
                && !ownAreInUse()
                && askedAtNanos
                        .filter(at -> System.nanoTime() - at > PATIENCE.toNanos())
                        .isPresent();
        return late && observed.error().isEmpty()
                ? observed.silent("no answer within " + PATIENCE.toSeconds() + " s", Instant.now())
                : observed;
    }

    String name() {
        return examined.target().name();
    }

    @Override
    public void close() {
        examined.close();
    }
}
