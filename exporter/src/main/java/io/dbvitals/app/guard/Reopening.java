package io.dbvitals.app.guard;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.config.select.Globs;
import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of our own connections to a target whose readings fail one after the other. A pool replaces what breaks or falls silent by
 * itself; what it cannot know is that a connection which answers leads to the wrong server, or has settings of the past.
 */
final class Reopening {
    private static final Logger logger = LoggerFactory.getLogger(Reopening.class);
    private static final String ACTION = "reopen";

    private final GuardConfig config;
    private final AuditLog audit;
    private final GuardFamilies families;
    private final Supplier<List<Pool>> pools;
    /** How many readings of a target had failed when its connections were closed last. */
    private final Map<String, Integer> failedBefore = new HashMap<>();

    /** {@code pools}: as they are when it is asked. */
    Reopening(GuardConfig config, AuditLog audit, GuardFamilies families, Supplier<List<Pool>> pools) {
        this.config = config;
        this.audit = audit;
        this.families = families;
        this.pools = pools;
    }

    /**
     * One look at all pools.
     *
     * @param acts whether connections are closed; otherwise it only says what it would do
     * @return the targets whose connections were closed
     * @throws AuditException when an action cannot be put on record; it is not done then
     */
    List<String> round(boolean acts) throws AuditException {
        List<String> reopened = new ArrayList<>();
        for (Map.Entry<String, Rule> rule : config.rules().entrySet()) {
            if (rule.getValue().measure() == Measure.OWN_FAILURES) {
                for (Pool pool : pools.get()) {
                    boolean watched = config.targets().isEmpty() || Globs.any(config.targets(), pool.target());
                    if (watched && judge(rule.getKey(), rule.getValue(), pool, acts)) {
                        reopened.add(pool.target());
                    }
                }
            }
        }
        return reopened;
    }

    private boolean judge(String name, Rule rule, Pool pool, boolean acts) throws AuditException {
        families.value(name, pool.target(), pool.failures());
        int since = failedSince(pool);
        if (pool.failures() < rule.warning()) {
            return false;
        }
        String why = pool.failures() + " readings failed one after the other";
        logger.warn("{}: {}", pool.target(), why);
        double bound = rule.actAt() == Level.WARNING ? rule.warning() : rule.critical();
        int open = pool.server().openConnections();
        if (since < bound || rule.action() != Action.REOPEN || open == 0) {
            return false;
        }
        if (!acts) {
            logger.info("{}: would reopen our {} connections (rule {})", pool.target(), open, name);
            return false;
        }
        AuditOutcome outcome;
        try {
            outcome = reopen(name, pool, open, why);
        } catch (AuditException e) {
            families.auditFailed(pool.target());
            throw e;
        }
        families.action(ACTION, outcome, name, pool.target());
        logger.warn("{}: reopen our {} connections (rule {}): {}", pool.target(), open, name, outcome.label());
        return outcome == AuditOutcome.DONE;
    }

    /** Those before the connections were closed last are no fault of the ones that are open now. */
    private int failedSince(Pool pool) {
        int before = failedBefore.getOrDefault(pool.target(), 0);
        if (pool.failures() < before) {
            failedBefore.remove(pool.target());
            return pool.failures();
        }
        return pool.failures() - before;
    }

    private AuditOutcome reopen(String rule, Pool pool, int open, String why) throws AuditException {
        AuditEntry entry = AuditEntry.of(ACTION, pool.target())
                .with(AuditField.ACTOR, "schedule")
                .with(AuditField.RULE, rule)
                .with(AuditField.MODE, "watch")
                .with(AuditField.DRY_RUN, false)
                .with(AuditField.USER, pool.server().user())
                .with(AuditField.DETAIL, why + "; " + open + " connections");
        if (audit.lastHour(pool.target()) >= config.limits().perHour()) {
            audit.event(entry.with(
                    AuditField.DETAIL, "the limit of " + config.limits().perHour() + " actions in an hour is reached"));
            return AuditOutcome.CAPPED;
        }
        Pending pending = audit.begin(entry);
        failedBefore.put(pool.target(), pool.failures());
        pool.server().reopen();
        pending.end(AuditOutcome.DONE, "");
        return AuditOutcome.DONE;
    }
}
