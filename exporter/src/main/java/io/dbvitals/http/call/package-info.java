/** What a call must be like before its resource is asked: from where, how often, how long, and on record. */
@NullMarked
package io.dbvitals.http.call;

import org.jspecify.annotations.NullMarked;
