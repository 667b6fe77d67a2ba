/** What is served under {@code /api/v1}, and the status page. */
@NullMarked
package io.dbvitals.api;

import org.jspecify.annotations.NullMarked;
