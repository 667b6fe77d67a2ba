/** Spares accounts: what all connectors do after a server has refused a login. */
@NullMarked
package io.dbvitals.scrape.login;

import org.jspecify.annotations.NullMarked;
