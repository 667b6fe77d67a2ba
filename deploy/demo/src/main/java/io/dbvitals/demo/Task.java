package io.dbvitals.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * One kind of work at the database, done again and again in a session of its own.
 *
 * @param name of the session, as pg_stat_activity shows it
 * @param after pause before the first time
 * @param every from one start to the next
 * @param expected SQLSTATEs that are part of the work, such as a deadlock
 */
record Task(String name, Duration after, Duration every, Set<String> expected, Work work) {
    Task {
        expected = Set.copyOf(expected);
    }

    /** Work that must not fail. */
    static Task of(String name, Duration every, Work work) {
        return new Task(name, Duration.ZERO, every, Set.of(), work);
    }

    Task startingAfter(Duration pause) {
        return new Task(name, pause, every, expected, work);
    }

    Task mayFailWith(String... states) {
        return new Task(name, after, every, Set.of(states), work);
    }

    /** What is done each time; a transaction that it leaves open is rolled back. */
    interface Work {
        void in(Connection session) throws SQLException, InterruptedException;
    }
}
