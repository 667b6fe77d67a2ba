/** The status page at {@code /}: what people open first when something is wrong. */
@NullMarked
package io.dbvitals.api.page;

import org.jspecify.annotations.NullMarked;
