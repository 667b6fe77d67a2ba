/** Health of all targets: asked at once for a command, and every so often behind the scrapes. */
@NullMarked
package io.dbvitals.app.health;

import org.jspecify.annotations.NullMarked;
