/** What a person wants to read about a vector index: measured now, with what to do. */
@NullMarked
package io.dbvitals.vector.report;

import org.jspecify.annotations.NullMarked;
