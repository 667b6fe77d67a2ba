/** What is shut, kept on disk so that whoever comes after a guard that was killed knows what to open. */
@NullMarked
package io.dbvitals.guard.emergency.fence;

import org.jspecify.annotations.NullMarked;
