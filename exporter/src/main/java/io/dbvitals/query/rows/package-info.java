/** Maps the rows of a result to families, sink by sink, whatever the query was and wherever it was written. */
@NullMarked
package io.dbvitals.query.rows;

import org.jspecify.annotations.NullMarked;
