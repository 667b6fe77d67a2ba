/** Query files in three formats become checked {@link io.dbvitals.query.Query} records, and native YAML again. */
@NullMarked
package io.dbvitals.query.load;

import org.jspecify.annotations.NullMarked;
