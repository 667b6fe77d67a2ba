/** How MySQL and MariaDB run a statement: plans in JSON, what their conditions name, and the index that would serve them. */
@NullMarked
package io.dbvitals.advice.mysql.plan;

import org.jspecify.annotations.NullMarked;
