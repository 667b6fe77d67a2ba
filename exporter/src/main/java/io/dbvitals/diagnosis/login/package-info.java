/** Steps from the login on, of servers that are asked by SQL. */
@NullMarked
package io.dbvitals.diagnosis.login;

import org.jspecify.annotations.NullMarked;
