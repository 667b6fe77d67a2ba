package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.health.score.Vital;

/** Whether a server's replication works, and how far behind it is. */
interface ReplicationVital {
    Vital read(SqlVitals.Asked asked, Limits limits) throws InterruptedException;
}
