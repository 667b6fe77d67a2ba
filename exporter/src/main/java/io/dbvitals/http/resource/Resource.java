package io.dbvitals.http.resource;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;

/** Answers the calls of one operation, on a thread on which it may wait for a server. */
public interface Resource {
    /**
     * Answers one call.
     *
     * @throws Refusal for what is answered with a problem document
     */
    Answer answer(Call call) throws Refusal, InterruptedException;
}
