/** The report on pools, in each of its formats. */
@NullMarked
package io.dbvitals.cli.health.pool;

import org.jspecify.annotations.NullMarked;
