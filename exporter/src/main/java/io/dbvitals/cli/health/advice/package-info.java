/** The command that says which statements are slow, and what to do about it. */
@NullMarked
package io.dbvitals.cli.health.advice;

import org.jspecify.annotations.NullMarked;
