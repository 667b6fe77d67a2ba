/** All services, under the names that check_pgactivity and check_postgres gave them. */
@NullMarked
package io.dbvitals.app.check.catalog;

import org.jspecify.annotations.NullMarked;
