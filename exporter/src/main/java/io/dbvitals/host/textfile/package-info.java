/** Families that others have written into files. */
@NullMarked
package io.dbvitals.host.textfile;

import org.jspecify.annotations.NullMarked;
