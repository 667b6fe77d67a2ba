/** The running program as its API sees it. */
@NullMarked
package io.dbvitals.app.program;

import org.jspecify.annotations.NullMarked;
