/** The report on replication, in each of its formats. */
@NullMarked
package io.dbvitals.cli.health.replication;

import org.jspecify.annotations.NullMarked;
