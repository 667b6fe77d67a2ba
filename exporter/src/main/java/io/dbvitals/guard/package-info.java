/** Ends what hurts a database, when it is told to: looks, plans, and acts on one session at a time. */
@NullMarked
package io.dbvitals.guard;

import org.jspecify.annotations.NullMarked;
