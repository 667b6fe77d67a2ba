/** The dashboard as {@code /api/v1/dashboard} gives it. */
@NullMarked
package io.dbvitals.api.dashboard.json;

import org.jspecify.annotations.NullMarked;
