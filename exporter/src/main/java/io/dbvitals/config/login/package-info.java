/** Where a server is, how to log in and how the connection is encrypted, from keys and from connection strings. */
@NullMarked
package io.dbvitals.config.login;

import org.jspecify.annotations.NullMarked;
