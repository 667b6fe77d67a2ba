/** Figures of a server, their bounds and their growth, and how they make a component. */
@NullMarked
package io.dbvitals.app.health.figures;

import org.jspecify.annotations.NullMarked;
