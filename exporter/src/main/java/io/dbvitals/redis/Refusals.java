package io.dbvitals.redis;

import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server does not let us ask. Each refusal counts in the server's own error statistics and its ACL log, so that a refused
 * command is asked again only after a while, or on a new connection.
 */
final class Refusals {
    private static final Logger logger = LoggerFactory.getLogger(Refusals.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final String target;
    private final LongSupplier nanoClock;
    private final Map<Command, Long> untilNanos = new HashMap<>();
    /** By label; outlives the pause, so that one line is logged per change. */
    private final Set<String> logged = new TreeSet<>();

    Refusals(String target, LongSupplier nanoClock) {
        this.target = target;
        this.nanoClock = nanoClock;
    }

    synchronized boolean holds(Command command) {
        Long until = untilNanos.get(command);
        return until != null && until - nanoClock.getAsLong() > 0;
    }

    /** Whether there is nothing among them that may be asked. */
    boolean holdAll(Collection<Command> commands) {
        return !commands.isEmpty() && commands.stream().allMatch(this::holds);
    }

    synchronized void note(Map<Command, Reply> answers) {
        answers.forEach((command, reply) -> {
            if (reply instanceof Reply.Failure failure && failure.lasting()) {
                untilNanos.put(command, nanoClock.getAsLong() + PAUSE.toNanos());
                if (logged.add(command.label())) {
                    logger.warn(
                            "target {}: the server refuses {}, which is done without: {}",
                            target,
                            command.label(),
                            failure.message());
                }
            } else if (untilNanos.remove(command) != null && !labels().contains(command.label())) {
                logged.remove(command.label());
                logger.info("target {}: the server answers {} now", target, command.label());
            }
        });
    }

    /** The commands' names, as {@code CONFIG GET}. */
    synchronized Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        untilNanos.keySet().forEach(command -> labels.add(command.label()));
        return labels;
    }

    /** The server may be another one now. */
    synchronized void forget() {
        untilNanos.clear();
    }
}
