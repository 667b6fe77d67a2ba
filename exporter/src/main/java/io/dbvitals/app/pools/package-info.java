/** Reports on the pools that a configuration names. */
@NullMarked
package io.dbvitals.app.pools;

import org.jspecify.annotations.NullMarked;
