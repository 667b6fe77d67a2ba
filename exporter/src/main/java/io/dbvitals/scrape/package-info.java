/** The {@code Collector} contract and the runner: parallel, with a deadline, one failure never hurts another. */
@NullMarked
package io.dbvitals.scrape;

import org.jspecify.annotations.NullMarked;
