package io.dbvitals.pool;

/**
 * What a pool shows, and what to do.
 *
 * @param evidence the numbers that say so; empty where nothing is wrong
 * @param recommendation empty where nothing is to be done
 */
public record Advice(String evidence, String recommendation) {
    static final Advice NONE = new Advice("", "");
}
