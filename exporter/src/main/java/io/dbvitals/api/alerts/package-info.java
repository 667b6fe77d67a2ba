/** Operations on alerts under {@code /api/v1/alerts}, and what they need of whoever does them. */
@NullMarked
package io.dbvitals.api.alerts;

import org.jspecify.annotations.NullMarked;
