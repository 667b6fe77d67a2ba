package io.dbvitals.guard.session;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.List;
import java.util.Optional;

/** What lets clients into a server and can be shut for a while: the connection limits of its databases, the pools before it. */
public interface Doors {
    /** A server whose doors cannot be shut. */
    Doors NONE = new Doors() {
        @Override
        public List<Door> look() {
            return List.of();
        }

        @Override
        public String shut() {
            return "";
        }

        @Override
        public void set(String door, String state) throws CollectException {
            throw new CollectException(Reason.UNSUPPORTED, "no door " + door);
        }
    };

    /** All of them, as they are now. */
    List<Door> look() throws CollectException;

    /** Finds out, while there is room to try, what on a full server has to be known. */
    default void learn() {}

    /** The state of a door that is shut. */
    String shut();

    /** Brings a door into a state that {@link #look} showed, or {@link #shut}. */
    void set(String door, String state) throws CollectException;

    /**
     * One of them.
     *
     * @param database that it leads to; empty: to all of the server
     * @param state as {@code -1} for a connection limit that is none
     * @param hindrance why it cannot be shut, with the remedy; empty: it can
     */
    record Door(String name, String database, String state, Optional<String> hindrance) {
        /** Whether it leads to that database. */
        public boolean leadsTo(String other) {
            return database.isEmpty() || database.equals(other);
        }
    }
}
