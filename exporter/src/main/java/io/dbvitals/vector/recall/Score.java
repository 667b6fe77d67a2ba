package io.dbvitals.vector.recall;

/**
 * Results compared with the true ones.
 *
 * @param k neighbours asked for
 * @param mean recall of all queries, from 0 to 1
 * @param worst recall of a single one
 * @param queries that were compared
 */
public record Score(int k, double mean, double worst, int queries) {}
