/** Everything that one look at the data tier shows, as the status page and {@code /api/v1/dashboard} have it. */
@NullMarked
package io.dbvitals.api.dashboard;

import org.jspecify.annotations.NullMarked;
