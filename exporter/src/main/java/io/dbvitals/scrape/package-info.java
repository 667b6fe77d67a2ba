/** What a target and its collectors promise, what may be kept of them, and what the exporter counts of its own work. */
@NullMarked
package io.dbvitals.scrape;

import org.jspecify.annotations.NullMarked;
