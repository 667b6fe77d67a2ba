/** What the API answers from: the program's own parts, read for those who look. */
@NullMarked
package io.dbvitals.app.api;

import org.jspecify.annotations.NullMarked;
