/** The machine itself, under the names of node_exporter. */
@NullMarked
package io.dbvitals.host;

import org.jspecify.annotations.NullMarked;
