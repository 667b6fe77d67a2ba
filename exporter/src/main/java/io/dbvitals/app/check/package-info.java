/** Reads one service of targets, for a monitoring system that judges it. */
@NullMarked
package io.dbvitals.app.check;

import org.jspecify.annotations.NullMarked;
