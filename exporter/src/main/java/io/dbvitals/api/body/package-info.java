/** What callers send. */
@NullMarked
package io.dbvitals.api.body;

import org.jspecify.annotations.NullMarked;
