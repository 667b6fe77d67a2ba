package io.dbvitals.pool;

import java.time.Duration;

/**
 * One pool of a pooler: the connections of one user to one database.
 *
 * @param mode {@code session}, {@code transaction} or {@code statement}
 * @param size connections to the server that it may have
 * @param reserve further ones, after clients have waited for a while
 * @param checkedOut connections that serve a client now
 * @param idle connections that could serve one
 * @param connecting connections that are being opened or tested
 * @param clients that are served now, or want nothing
 * @param waiting clients that want a connection and have none
 * @param maxWait of the client that has waited longest
 * @param place where its connections lead to
 */
public record PoolUse(
        String database,
        String user,
        String mode,
        int size,
        int reserve,
        int checkedOut,
        int idle,
        int connecting,
        int clients,
        int waiting,
        Duration maxWait,
        Place place) {
    private static final Duration LONG_WAIT = Duration.ofSeconds(1);

    /**
     * A database of the pooler, as all of its pools share it.
     *
     * @param host of the server; it is empty for a socket on the pooler's machine
     * @param limit of connections over all users; 0 for none
     * @param open connections over all users
     * @param inTransaction time in transactions by time in queries; NaN where nothing was measured
     */
    public record Place(
            String host, int port, int limit, int open, boolean paused, boolean disabled, double inTransaction) {
        public String address() {
            return (host.isEmpty() ? "localhost" : host) + ":" + port;
        }

        boolean full() {
            return limit > 0 && open >= limit;
        }
    }

    /** All connections to the server. */
    public int open() {
        return checkedOut + idle + connecting;
    }

    /** Those that are taken from the reserve. */
    public int overflow() {
        return Math.max(0, open() - size);
    }

    /** What part of the pool serves clients; above 1 when the reserve helps. */
    public double utilisation() {
        return size == 0 ? 0 : (double) checkedOut / size;
    }

    /** Whether clients wait for longer than a moment. */
    public boolean starves() {
        return waiting > 0 && maxWait.compareTo(LONG_WAIT) >= 0;
    }

    /** Whether every connection that it may have, without the reserve, serves a client. */
    boolean saturated() {
        return checkedOut >= size;
    }

    public Rating rating() {
        Rating rating = Rating.of(utilisation());
        if (waiting > 0) {
            rating = rating.or(Rating.MODERATE);
        }
        return overflow() > 0 || starves() ? Rating.HIGH : rating;
    }
}
