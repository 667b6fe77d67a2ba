/** How many of the true nearest neighbours a vector index finds, now and with the data that is there. */
@NullMarked
package io.dbvitals.vector.recall;

import org.jspecify.annotations.NullMarked;
