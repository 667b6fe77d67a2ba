/** A {@link io.dbvitals.query.Query} in the making, whatever it is read from, and the rules that it must keep when it is made. */
@NullMarked
package io.dbvitals.query.draft;

import org.jspecify.annotations.NullMarked;
