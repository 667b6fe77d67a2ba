/** Steps below the login: name, port, first words and encryption. */
@NullMarked
package io.dbvitals.diagnosis.network;

import org.jspecify.annotations.NullMarked;
