/** The API's description of itself. */
@NullMarked
package io.dbvitals.api.description;

import org.jspecify.annotations.NullMarked;
