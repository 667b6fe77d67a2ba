/** What the guard finds and does, in words. */
@NullMarked
package io.dbvitals.app.guard.text;

import org.jspecify.annotations.NullMarked;
