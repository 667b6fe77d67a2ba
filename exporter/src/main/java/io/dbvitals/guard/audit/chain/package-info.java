/** Lines that each bear the hash of the one before, and the file that they are appended to. */
@NullMarked
package io.dbvitals.guard.audit.chain;

import org.jspecify.annotations.NullMarked;
