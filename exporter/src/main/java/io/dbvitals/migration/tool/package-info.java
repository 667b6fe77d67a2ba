/** One class for each migration tool: the tables that it keeps, and what their rows mean. */
@NullMarked
package io.dbvitals.migration.tool;

import org.jspecify.annotations.NullMarked;
