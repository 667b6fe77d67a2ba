package io.dbvitals.app.guard;

import io.dbvitals.sql.SqlServer;

/**
 * The connections by which a target is read.
 *
 * @param failures how many readings of the target failed one after the other until now
 */
public record Pool(String target, int failures, SqlServer server) {}
