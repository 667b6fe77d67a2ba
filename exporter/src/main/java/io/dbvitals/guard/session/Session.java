package io.dbvitals.guard.session;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A session as it was at one moment. The text of its statement is no part of it.
 *
 * @param id process or connection id
 * @param identity by which it is known again, so that no other session is taken for it
 * @param user empty where it is hidden from us, as the other texts
 * @param client address and port of the other end, as the server knows them
 * @param waitsFor what it waits for, as {@code Lock:transactionid}; empty: for nothing
 * @param sinceState how long it is in its state
 * @param sinceTransaction how long its transaction is open; zero: none is
 * @param sinceStatement how long ago its statement began
 * @param statement the first words of it, as {@code VACUUM}; empty when nothing runs or it is hidden
 * @param queryId that the server gives to statements of this form; empty where it gives none
 */
public record Session(
        long id,
        Identity identity,
        State state,
        String user,
        String database,
        String application,
        String client,
        String waitsFor,
        Duration sinceState,
        Duration sinceTransaction,
        Duration sinceStatement,
        String statement,
        String queryId,
        Set<Trait> traits) {
    public Session {
        Set<Trait> copy = EnumSet.noneOf(Trait.class);
        copy.addAll(traits);
        traits = java.util.Collections.unmodifiableSet(copy);
    }

    /** Whether it has that trait. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether it waits for a lock that another session holds. */
    public boolean blocked() {
        return waitsFor.startsWith("Lock");
    }

    /** How long it has been at what it does: its statement, or doing nothing. */
    public Duration age() {
        return state == State.ACTIVE ? sinceStatement : sinceState;
    }

    /** What a session does. */
    public enum State {
        ACTIVE,
        IDLE,
        IDLE_IN_TRANSACTION,
        /** Its transaction failed, and it has not ended it. */
        IDLE_IN_FAILED_TRANSACTION,
        /** Hidden from us, or none of the others. */
        OTHER;

        /** Whether it does nothing while its transaction is open. */
        public boolean idleInTransaction() {
            return this == IDLE_IN_TRANSACTION || this == IDLE_IN_FAILED_TRANSACTION;
        }
    }

    /**
     * What tells a session from a later one with the same id, and one thing that it does from the next; texts as the server writes them,
     * to the microsecond.
     *
     * @param transaction when its transaction began; empty: none is open
     * @param statement when its statement began
     */
    public record Identity(String backend, String transaction, String statement, String state) {}
}
