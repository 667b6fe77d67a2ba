/** What migration tools have done in a database, as their tables tell it, and whether that is as much as is wanted. */
@NullMarked
package io.dbvitals.migration.state;

import org.jspecify.annotations.NullMarked;
