/** The health of targets for programs, as commands and the API give it. */
@NullMarked
package io.dbvitals.app.health.json;

import org.jspecify.annotations.NullMarked;
