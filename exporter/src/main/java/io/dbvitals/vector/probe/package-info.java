/** Searches in vector indexes behind the scrapes, within a budget, and shows how that went. */
@NullMarked
package io.dbvitals.vector.probe;

import org.jspecify.annotations.NullMarked;
