/** Network devices, protocols and tables. */
@NullMarked
package io.dbvitals.host.net;

import org.jspecify.annotations.NullMarked;
