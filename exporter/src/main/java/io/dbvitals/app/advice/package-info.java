/** Puts together for each target what its statements cost, and what to do about it. */
@NullMarked
package io.dbvitals.app.advice;

import org.jspecify.annotations.NullMarked;
