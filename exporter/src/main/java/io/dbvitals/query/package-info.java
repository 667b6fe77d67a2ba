/** A query file and a server's facts become metric families: load, plan, run, map. */
@NullMarked
package io.dbvitals.query;

import org.jspecify.annotations.NullMarked;
