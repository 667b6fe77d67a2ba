/** Turns families into the bytes of one page: format, escaping, compression; each page is made once for all who wait. */
@NullMarked
package io.dbvitals.http.page;

import org.jspecify.annotations.NullMarked;
