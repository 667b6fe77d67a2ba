/** What is shown of the searches in each index. */
@NullMarked
package io.dbvitals.vector.probe.series;

import org.jspecify.annotations.NullMarked;
