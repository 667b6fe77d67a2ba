/** How commands ask a dbvitals that runs, by its API. */
@NullMarked
package io.dbvitals.cli.service;

import org.jspecify.annotations.NullMarked;
