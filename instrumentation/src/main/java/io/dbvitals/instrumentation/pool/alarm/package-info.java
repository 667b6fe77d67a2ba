/** When somebody is to be told of a pool, and when not again. */
@NullMarked
package io.dbvitals.instrumentation.pool.alarm;

import org.jspecify.annotations.NullMarked;
