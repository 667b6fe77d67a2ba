/** A shop that lives on a real PostgreSQL and a real Redis, watched by dbvitals: to try it, and to see that it works. */
@NullMarked
package io.dbvitals.demo.shop;

import org.jspecify.annotations.NullMarked;
