package io.dbvitals.app.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends what was acknowledged while it fires. One that is not extended, as its alert is resolved or this program is gone, ends by
 * itself: so nothing stays silent because nobody looks.
 */
public final class AckRounds implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(AckRounds.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Optional<ScheduledExecutorService> thread = Optional.empty();
    private Config.Alerting used = Config.Alerting.NONE;
    private boolean failing;

    /** Begins, goes on otherwise, or ends, as the configuration says. */
    public synchronized void use(Config config) {
        Config.Alerting alerting = config.alerting();
        if (alerting.equals(used)) {
            return;
        }
        close();
        used = alerting;
        if (alerting.alertmanagers().isEmpty()) {
            return;
        }
        Desk desk = new Desk(alerting, config.guard().auditFile(), Clock.systemUTC());
        Duration third = alerting.acknowledge().dividedBy(3);
        long every = (third.compareTo(LONGEST) < 0 ? third : LONGEST).toMillis();
        ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread one = new Thread(task, "acknowledgements");
            one.setDaemon(true);
            return one;
        });
        var unused = rounds.scheduleWithFixedDelay(() -> round(desk), every, every, TimeUnit.MILLISECONDS);
        thread = Optional.of(rounds);
    }

    @Override
    public synchronized void close() {
        thread.ifPresent(ScheduledExecutorService::shutdownNow);
        thread = Optional.empty();
        used = Config.Alerting.NONE;
    }

    private void round(Desk desk) {
        try {
            int extended = desk.extend();
            if (extended > 0) {
                logger.info("{} acknowledgements extended: their alerts fire yet", extended);
            }
            failing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (AlertingException | RuntimeException e) {
            // Said once: as long as this goes on, acknowledgements end, and people are told again.
            if (!failing) {
                logger.warn("acknowledgements cannot be extended: {}", e.getMessage());
            }
            failing = true;
        }
    }
}
