/** Finds what answers a request, and answers: pages of samples, health, the landing page, reload. */
@NullMarked
package io.dbvitals.http.route;

import org.jspecify.annotations.NullMarked;
