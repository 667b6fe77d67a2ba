/** How far pools of connections are used, and what would help. */
@NullMarked
package io.dbvitals.pool;

import org.jspecify.annotations.NullMarked;
