/** What dbvitals costs a server with vector indexes: their inventory in each scrape, the searches, and recall. */
@NullMarked
package io.dbvitals.demo.bench.vector;

import org.jspecify.annotations.NullMarked;
