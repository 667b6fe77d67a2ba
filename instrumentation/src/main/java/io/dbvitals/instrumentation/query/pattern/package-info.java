/** What is kept of each pattern of statements, in bounded memory. */
@NullMarked
package io.dbvitals.instrumentation.query.pattern;

import org.jspecify.annotations.NullMarked;
