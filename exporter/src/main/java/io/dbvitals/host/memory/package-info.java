/** What memory is used for. */
@NullMarked
package io.dbvitals.host.memory;

import org.jspecify.annotations.NullMarked;
