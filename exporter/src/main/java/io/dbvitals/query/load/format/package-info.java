/** One reader for each format of query files, and what tells the formats apart. */
@NullMarked
package io.dbvitals.query.load.format;

import org.jspecify.annotations.NullMarked;
