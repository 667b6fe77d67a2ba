/** The server's certificate, and which certificates of clients it accepts. */
@NullMarked
package io.dbvitals.http.tls;

import org.jspecify.annotations.NullMarked;
