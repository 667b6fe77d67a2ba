/** What hangs on the HTTP server from above: operations on resources, who calls them, and what they answer. */
@NullMarked
package io.dbvitals.http.resource;

import org.jspecify.annotations.NullMarked;
