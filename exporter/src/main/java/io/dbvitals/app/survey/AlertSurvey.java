package io.dbvitals.app.survey;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.Alertmanagers;
import io.dbvitals.config.Config;
import io.dbvitals.scrape.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What fires, asked of Alertmanager behind those who look. */
final class AlertSurvey {
    private static final Duration OFTEN = Duration.ofSeconds(4);

    private final Config.Alerting alerting;
    private final Part<Firing> part = new Part<>(OFTEN, this::read);
    private final CountDownLatch first = new CountDownLatch(1);
    /** Kept, with its connections; made when it is first needed, as a file of certificates may not be readable yet. */
    private Optional<Alertmanagers> alertmanagers = Optional.empty();

    private boolean running;

    AlertSurvey(Config.Alerting alerting) {
        this.alerting = alerting;
    }

    boolean is(Config.Alerting other) {
        return alerting.equals(other);
    }

    /** Begins to read what is old; until the deadline the very first reading is waited for. */
    Optional<Part.Seen<Firing>> look(Executor threads, Deadline deadline) throws InterruptedException {
        synchronized (this) {
            if (!running && part.due()) {
                running = true;
                threads.execute(this::run);
            }
        }
        var unused = first.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        return part.seen();
    }

    private void run() {
        try {
            part.read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            first.countDown();
            synchronized (this) {
                running = false;
            }
        }
    }

    private Firing read() throws InterruptedException {
        try {
            Alertmanagers asked =
                    alertmanagers.isPresent() ? alertmanagers.get() : Alertmanagers.of(alerting, Clock.systemUTC());
            alertmanagers = Optional.of(asked);
            List<Alert> alerts = asked.alerts(new Matchers(List.of()));
            Set<String> acknowledgements = asked.silences().stream()
                    .filter(Silence::isAcknowledgement)
                    .map(Silence::id)
                    .collect(Collectors.toSet());
            return new Firing(alerts, acknowledgements, "");
        } catch (AlertingException e) {
            return new Firing(List.of(), Set.of(), String.valueOf(e.getMessage()));
        }
    }
}
