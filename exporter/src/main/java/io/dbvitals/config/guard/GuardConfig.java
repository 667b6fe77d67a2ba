package io.dbvitals.config.guard;

import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be done to sessions that hurt a database; nothing, unless it is turned on twice: {@code enabled}, and not {@code dryRun}.
 *
 * @param enabled whether the running program looks at its targets on its own, and obeys SIGUSR1
 * @param dryRun whether it only says what it would do
 * @param targets globs of the targets that it looks at; empty for all that it can
 * @param interval between two rounds
 * @param timeout of one round on one target
 * @param auditFile where every action is written before and after
 * @param pidFile of the running program; empty: none is written
 * @param grace between asking a session to cancel and ending it
 * @param limits of what is done
 * @param coolDown after an action, so that those who waited go on before the next look
 * @param protect who is left alone, beside those who always are
 * @param fence that keeps clients from coming back in an emergency
 * @param rules by name, in the order of the file
 */
public record GuardConfig(
        boolean enabled,
        boolean dryRun,
        List<String> targets,
        Duration interval,
        Duration timeout,
        Path auditFile,
        Optional<Path> pidFile,
        Duration grace,
        Limits limits,
        Duration coolDown,
        Protect protect,
        Fence fence,
        Map<String, Rule> rules) {
    /** Rules that are off unless the configuration names them. */
    public static final Map<String, Rule> OPTIONAL =
            Map.of("own_pool", Rule.of(Measure.OWN_FAILURES, false, 3, 5, Action.REOPEN, Duration.ZERO));

    private static final Map<String, Rule> STANDARD = standard();

    /** Turned off; the rules are those that a check reports by. */
    public static final GuardConfig OFF = new GuardConfig(
            false,
            true,
            List.of(),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            Path.of("/var/log/dbvitals/guard-audit.jsonl"),
            Optional.empty(),
            Duration.ofSeconds(5),
            new Limits(10, 20, 5),
            Duration.ofSeconds(1),
            new Protect(List.of(), List.of(), List.of()),
            Fence.CONNECTION_LIMIT,
            STANDARD);

    public GuardConfig {
        targets = List.copyOf(targets);
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /** The same with those of its rules. */
    public GuardConfig only(List<String> names) {
        Map<String, Rule> some = new LinkedHashMap<>(rules);
        some.keySet().retainAll(names);
        return with(dryRun, interval, some);
    }

    /** The same with a round so often. */
    public GuardConfig every(Duration other) {
        return with(dryRun, other, rules);
    }

    /** The same, with sessions being ended if it is enabled. */
    public GuardConfig executing() {
        return with(false, interval, rules);
    }

    /** The same, turned off. */
    public GuardConfig off() {
        return with(false, dryRun, interval, rules);
    }

    private GuardConfig with(boolean otherDryRun, Duration otherInterval, Map<String, Rule> otherRules) {
        return with(enabled, otherDryRun, otherInterval, otherRules);
    }

    private GuardConfig with(
            boolean otherEnabled, boolean otherDryRun, Duration otherInterval, Map<String, Rule> otherRules) {
        return new GuardConfig(
                otherEnabled,
                otherDryRun,
                targets,
                otherInterval,
                timeout,
                auditFile,
                pidFile,
                grace,
                limits,
                coolDown,
                protect,
                fence,
                otherRules);
    }

    /**
     * For what ends sessions.
     *
     * @throws ConfigException when the guard is turned off
     */
    public void requireOn() throws ConfigException {
        if (!enabled) {
            throw new ConfigException("the guard is turned off, so nothing is ended; set guard.enabled: true in the"
                    + " configuration, or DB_MONITOR_GUARD=on where there is none");
        }
    }

    /** Whether sessions may be ended without a person who asks for it. */
    public boolean acts() {
        return enabled && !dryRun;
    }

    /**
     * How many sessions are ended at most; what is beyond is left, and said.
     *
     * @param perRound on one target
     * @param perHour on one target
     * @param perUser of one database user in one round
     */
    public record Limits(int perRound, int perHour, int perUser) {}

    /**
     * Whom no rule touches.
     *
     * @param applications regular expressions that {@code application_name} matches as a whole
     * @param users globs
     * @param databases globs
     */
    public record Protect(List<String> applications, List<String> users, List<String> databases) {
        public Protect {
            applications = List.copyOf(applications);
            users = List.copyOf(users);
            databases = List.copyOf(databases);
        }
    }

    /** How clients are kept out in an emergency. */
    public enum Fence {
        /** They may reconnect at once. */
        NONE,
        /** By {@code ALTER DATABASE … CONNECTION LIMIT 0}, which is put back afterwards. */
        CONNECTION_LIMIT,
        /** By {@code DISABLE} on the console of the PgBouncer targets, and {@code ENABLE} afterwards. */
        PGBOUNCER
    }

    /** What is counted. */
    public enum Measure {
        /** Sessions of clients. */
        CONNECTIONS,
        /** Locks, held and awaited. */
        LOCKS,
        /** Sessions that wait for a lock that another holds. */
        BLOCKED,
        /** Sessions that do nothing while their transaction is open. */
        IDLE_IN_TRANSACTION,
        /** Statements that run long. */
        LONG_QUERIES,
        /** Readings of the target by the running program that failed one after the other. */
        OWN_FAILURES
    }

    /** What a rule does about it. */
    public enum Action {
        /** Nothing but saying so. */
        REPORT,
        /** The statement ends, the session stays. */
        CANCEL,
        /** The session ends. */
        TERMINATE,
        /** The statement is cancelled, and the session ended if it is still there after a while. */
        END,
        /** No session of others is touched: the running program lets go of its own connections, and the next reading opens new ones. */
        REOPEN
    }

    /** From where on. */
    public enum Level {
        WARNING,
        CRITICAL
    }

    /**
     * When too much is too much, and what is done then. A session must match all that is given; without anything it counts.
     *
     * @param measure what is counted
     * @param ratio whether the bounds are parts of what is possible: of the connections or locks that the server has, else of all sessions
     * @param minAge a session counts from then on: how long it is idle, waits or runs. Of connections: how long it is idle before it may end
     * @param actAt the level from which on sessions are ended
     * @param databases globs
     * @param users globs
     * @param applications regular expressions that {@code application_name} matches as a whole
     */
    public record Rule(
            Measure measure,
            boolean ratio,
            double warning,
            double critical,
            Action action,
            Duration minAge,
            Level actAt,
            List<String> databases,
            List<String> users,
            List<String> applications) {
        public Rule {
            databases = List.copyOf(databases);
            users = List.copyOf(users);
            applications = List.copyOf(applications);
        }

        /** For all sessions, acting when it is critical. */
        public static Rule of(
                Measure measure, boolean ratio, double warning, double critical, Action action, Duration minAge) {
            return new Rule(
                    measure, ratio, warning, critical, action, minAge, Level.CRITICAL, List.of(), List.of(), List.of());
        }
    }

    private static Map<String, Rule> standard() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("blocked", Rule.of(Measure.BLOCKED, false, 1, 5, Action.END, Duration.ofSeconds(30)));
        rules.put(
                "idle_in_transaction",
                Rule.of(Measure.IDLE_IN_TRANSACTION, false, 1, 3, Action.TERMINATE, Duration.ofMinutes(5)));
        rules.put("long_queries", Rule.of(Measure.LONG_QUERIES, false, 1, 5, Action.END, Duration.ofMinutes(10)));
        rules.put("connections", Rule.of(Measure.CONNECTIONS, false, 30, 50, Action.TERMINATE, Duration.ofMinutes(10)));
        rules.put(
                "connections_ratio",
                Rule.of(Measure.CONNECTIONS, true, 0.8, 0.95, Action.TERMINATE, Duration.ofMinutes(10)));
        rules.put("locks", Rule.of(Measure.LOCKS, false, 50, 100, Action.REPORT, Duration.ZERO));
        return rules;
    }
}
