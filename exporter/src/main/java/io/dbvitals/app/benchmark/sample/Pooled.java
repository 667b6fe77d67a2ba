package io.dbvitals.app.benchmark.sample;

/**
 * What our bounded pool gains over one connection, when more want a connection than it has.
 *
 * @param borrowing how long it takes to get a connection and an answer
 * @param alonePerSecond answers over one connection
 * @param pooledPerSecond answers over the pool
 */
public record Pooled(int connections, int borrowers, Sample borrowing, double alonePerSecond, double pooledPerSecond) {
    /** 1 where each connection does as much as one alone would. */
    public double efficiency() {
        return alonePerSecond > 0 ? pooledPerSecond / alonePerSecond / connections : 0;
    }
}
