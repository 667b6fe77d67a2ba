/** What somebody may want to be told of, and the way it goes to them without holding up the application. */
@NullMarked
package io.dbvitals.instrumentation.event;

import org.jspecify.annotations.NullMarked;
