/** What statements cost a server, and what to do about it: the model, which each engine's readers fill. */
@NullMarked
package io.dbvitals.advice;

import org.jspecify.annotations.NullMarked;
