/** Jetty and its ports, and all that the HTTP server asks of the rest of the program. */
@NullMarked
package io.dbvitals.http;

import org.jspecify.annotations.NullMarked;
