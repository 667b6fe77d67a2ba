/** Families of series, made with few objects. */
@NullMarked
package io.dbvitals.host.family;

import org.jspecify.annotations.NullMarked;
