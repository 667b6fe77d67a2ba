package io.dbvitals.demo.shop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * One kind of work at a server, done again and again in a session of its own.
 *
 * @param name of the session, as the server shows it
 * @param after pause before the first time
 * @param every from one start to the next
 * @param expected errors that are part of the work, such as a deadlock, by {@link Door#code}
 * @param <S> session
 */
record Task<S>(String name, Duration after, Duration every, Set<String> expected, Work<S> work) {
    Task {
        expected = Set.copyOf(expected);
    }

    /** Work that must not fail. */
    static <S> Task<S> of(String name, Duration every, Work<S> work) {
        return new Task<>(name, Duration.ZERO, every, Set.of(), work);
    }

    Task<S> startingAfter(Duration pause) {
        return new Task<>(name, pause, every, expected, work);
    }

    Task<S> mayFailWith(String... codes) {
        return new Task<>(name, after, every, Set.of(codes), work);
    }

    /** What is done each time; a transaction that it leaves open is rolled back. */
    interface Work<S> {
        void in(S session) throws SQLException, InterruptedException;
    }
}
