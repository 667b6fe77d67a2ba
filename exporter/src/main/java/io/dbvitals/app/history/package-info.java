/** What the headline figures of a target were: from Prometheus, or from memory. */
@NullMarked
package io.dbvitals.app.history;

import org.jspecify.annotations.NullMarked;
