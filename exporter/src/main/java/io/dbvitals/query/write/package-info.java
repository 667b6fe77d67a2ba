/** Prints queries of any origin as native YAML that a person would have written. */
@NullMarked
package io.dbvitals.query.write;

import org.jspecify.annotations.NullMarked;
