/** Watches an application's statements: how many, how long, how many rows and errors, for each pattern. */
@NullMarked
package io.dbvitals.instrumentation.query;

import org.jspecify.annotations.NullMarked;
