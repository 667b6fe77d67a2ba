/** Which vector indexes a database has, from its catalogs. */
@NullMarked
package io.dbvitals.vector.catalog;

import org.jspecify.annotations.NullMarked;
