/** What predicates answered, and for how long that holds. */
@NullMarked
package io.dbvitals.query.predicate;

import org.jspecify.annotations.NullMarked;
