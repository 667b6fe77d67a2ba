/** The only place where files, environment and secrets are read; gives validated immutable records. */
@NullMarked
package io.dbvitals.config;

import org.jspecify.annotations.NullMarked;
