/** The pages of the guide that are written by this program: metrics and alerts. */
@NullMarked
package io.dbvitals.grafana.reference;

import org.jspecify.annotations.NullMarked;
