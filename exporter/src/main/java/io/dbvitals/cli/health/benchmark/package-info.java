/** The command that measures how fast targets answer. */
@NullMarked
package io.dbvitals.cli.health.benchmark;

import org.jspecify.annotations.NullMarked;
