package io.dbvitals.app.health;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.Rounds;
import io.dbvitals.app.health.vitals.Examined;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.app.validate.check.Pause;
import io.dbvitals.config.Config;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital;
import io.dbvitals.migration.Found;
import io.dbvitals.migration.MigrationTables;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The check of one target: its vitals, its sessions by the rules of the guard, its migrations; over connections of its own. */
final class Checkup {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Config config;
    private final TargetConfig target;
    private final int retries;
    private final Set<String> looked;
    private final long began = System.nanoTime();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Optional<String> lastFault = Optional.empty();
    private volatile Optional<TargetHealth> soFar = Optional.empty();

    /** @param looked servers whose sessions another target of theirs has looked at; shared by all */
    Checkup(Config config, TargetConfig target, int retries, Set<String> looked) {
        this.config = config;
        this.target = target;
        this.retries = retries;
        this.looked = looked;
    }

    int attempts() {
        return attempts.get();
    }

    /** Why the last try failed; empty where none has yet. */
    Optional<String> lastFault() {
        return lastFault;
    }

    /** What is known before all is done; empty until the target has answered. */
    Optional<TargetHealth> soFar() {
        return soFar;
    }

    TargetHealth run(Deadline deadline) throws InterruptedException {
        try (Examined examined = Examined.apart(config, target)) {
            Reading reading = read(examined, deadline);
            Draft draft = new Draft(reading, took());
            draft.sessions = Sessions.notInTime(target);
            soFar = Optional.of(draft.health());
            if (examined.server().isPresent() && !(target.source() instanceof PgBouncerConfig)) {
                migrations(examined.server().get(), reading, draft, deadline);
                soFar = Optional.of(draft.health());
                sessions(examined.server().get().address(), draft);
            }
            return draft.health();
        } catch (CollectException e) {
            return TargetHealth.noAnswer(target, attempts.get(), took(), String.valueOf(e.getMessage()));
        }
    }

    /** What is found out bit by bit. */
    private final class Draft {
        private final Reading reading;
        private final Duration took;
        private Optional<Vital> sessions = Optional.empty();
        private Optional<Answer> answer = Optional.empty();
        private Optional<Vital> migrated = Optional.empty();
        private Found migrations = new Found(List.of(), List.of());

        Draft(Reading reading, Duration took) {
            this.reading = reading;
            this.took = took;
        }

        TargetHealth health() {
            List<Vital> vitals = new ArrayList<>(reading.vitals());
            sessions.ifPresent(vitals::add);
            migrated.ifPresent(vitals::add);
            return new TargetHealth(
                    target.name(),
                    target.source().kind(),
                    Instant.now(),
                    Optional.of(reading),
                    Score.of(vitals),
                    attempts.get(),
                    took,
                    "",
                    answer,
                    migrations.states(),
                    migrations.unread().stream()
                            .map(unread -> unread.place() + ": " + unread.why())
                            .toList());
        }
    }

    private Reading read(Examined examined, Deadline deadline) throws CollectException, InterruptedException {
        Pause pause = new Pause();
        Duration length = FIRST_PAUSE;
        while (true) {
            try {
                attempts.incrementAndGet();
                return examined.vitals().read(deadline);
            } catch (CollectException e) {
                lastFault = Optional.of(String.valueOf(e.getMessage()));
                boolean passes = e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMEOUT;
                if (!passes || attempts.get() > retries || !pause.before(deadline, length)) {
                    throw e;
                }
                length = length.multipliedBy(2);
            }
        }
    }

    private void sessions(String address, Draft draft) throws InterruptedException {
        if (!looked.add(target.source().kind() + " " + address)) {
            draft.sessions = Sessions.seenElsewhere();
            return;
        }
        List<Answer> answers = Rounds.look(config, List.of(target.name()));
        draft.answer = answers.stream().findFirst();
        draft.sessions = Optional.of(draft.answer.map(Sessions::vital).orElseGet(Sessions::notWatched));
    }

    private void migrations(SqlServer server, Reading reading, Draft draft, Deadline deadline)
            throws InterruptedException {
        String main = server.mainDatabase();
        if (main.isEmpty()) {
            return;
        }
        Engine engine = reading.product().startsWith("PostgreSQL")
                ? Engine.POSTGRES
                : reading.product().startsWith("MariaDB") ? Engine.MARIADB : Engine.MYSQL;
        try {
            draft.migrations = new MigrationTables(server, engine).read(List.of(main), place -> true, deadline);
            draft.migrated = Optional.of(Migrations.vital(draft.migrations));
        } catch (CollectException e) {
            draft.migrated = Optional.of(Migrations.unread(String.valueOf(e.getMessage())));
        }
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
