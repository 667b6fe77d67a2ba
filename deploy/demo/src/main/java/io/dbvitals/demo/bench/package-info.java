/** What a scrape costs, measured side by side with other exporters at one PostgreSQL; run by {@code scripts/bench.sh}. */
@NullMarked
package io.dbvitals.demo.bench;

import org.jspecify.annotations.NullMarked;
