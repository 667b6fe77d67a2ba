/** Reads the text of PostgreSQL's statements and of its plans' conditions, and takes out what may be someone's data. */
@NullMarked
package io.dbvitals.advice.postgres.text;

import org.jspecify.annotations.NullMarked;
