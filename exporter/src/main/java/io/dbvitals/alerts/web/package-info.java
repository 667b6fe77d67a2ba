/** HTTP to a program that keeps alerts: with a deadline, with bounds, and to no other host. */
@NullMarked
package io.dbvitals.alerts.web;

import org.jspecify.annotations.NullMarked;
