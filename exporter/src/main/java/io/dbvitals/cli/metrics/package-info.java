/** The headline figures of targets, now and over some hours. */
@NullMarked
package io.dbvitals.cli.metrics;

import org.jspecify.annotations.NullMarked;
