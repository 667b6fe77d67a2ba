/** The configuration as validated immutable records; with its subpackages the only place where files, environment and secrets are read. */
@NullMarked
package io.dbvitals.config;

import org.jspecify.annotations.NullMarked;
