/** Reads who may call over HTTP. */
@NullMarked
package io.dbvitals.config.source.access;

import org.jspecify.annotations.NullMarked;
