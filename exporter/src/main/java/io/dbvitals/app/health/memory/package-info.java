/** The last hour of each target's headline figures, in fixed memory, for those who have no Prometheus at hand. */
@NullMarked
package io.dbvitals.app.health.memory;

import org.jspecify.annotations.NullMarked;
