/** What the errors of each kind of server mean for the one who has to mend it. */
@NullMarked
package io.dbvitals.diagnosis.errors;

import org.jspecify.annotations.NullMarked;
