/** What a route is given and gives back: parameters, an answer or a refusal, and how it is sent. */
@NullMarked
package io.dbvitals.http.answer;

import org.jspecify.annotations.NullMarked;
