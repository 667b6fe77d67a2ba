/** The state of schema migrations, read from the tables that the tools of migration keep. */
@NullMarked
package io.dbvitals.migration;

import org.jspecify.annotations.NullMarked;
