/** Turns SQL into patterns: what is left of a statement when its values, comments and layout are taken away. */
@NullMarked
package io.dbvitals.instrumentation.sql;

import org.jspecify.annotations.NullMarked;
