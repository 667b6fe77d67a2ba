/** The only code that changes a server: plan first, dry run by default, each action on record. */
@NullMarked
package io.dbvitals.guard;

import org.jspecify.annotations.NullMarked;
