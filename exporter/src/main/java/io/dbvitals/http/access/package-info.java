/** Who may connect and ask: certificates, client certificates, basic auth, all as the web configuration says now. */
@NullMarked
package io.dbvitals.http.access;

import org.jspecify.annotations.NullMarked;
