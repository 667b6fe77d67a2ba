/** How values are written as JSON, for all that print some: answers, commands and the audit log; and how plans in JSON are read. */
@NullMarked
package io.dbvitals.config.json;

import org.jspecify.annotations.NullMarked;
