/** What the exporter says of every target alike, whatever its kind. */
@NullMarked
package io.dbvitals.scrape.status;

import org.jspecify.annotations.NullMarked;
