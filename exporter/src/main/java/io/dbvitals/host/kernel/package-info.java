/** The kernel's files: where they are, and reading them cheaply. */
@NullMarked
package io.dbvitals.host.kernel;

import org.jspecify.annotations.NullMarked;
