/** Why a server cannot be read: from its configuration to a query, step by step, with the remedy. */
@NullMarked
package io.dbvitals.diagnosis;

import org.jspecify.annotations.NullMarked;
