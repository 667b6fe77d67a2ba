/** Lists in pieces. */
@NullMarked
package io.dbvitals.api.paging;

import org.jspecify.annotations.NullMarked;
