/** Jetty: TLS, authentication, routes, {@code /metrics}, {@code /probe}, health, reload. */
@NullMarked
package io.dbvitals.http;

import org.jspecify.annotations.NullMarked;
