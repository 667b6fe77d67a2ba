package io.dbvitals.http.resource;

import io.dbvitals.http.answer.Refusal;

/** Puts on record who changes what. */
public interface Audit {
    /** For servers on which nothing can be changed. */
    Audit NONE = (call, address) -> status -> {};

    /** What is on record before it is done. */
    interface Begun {
        /** Puts on record how it ended, by the status of the answer; once. */
        void ended(int status);
    }

    /**
     * Puts on record what is about to be done: who, what, from where; neither body nor parameters.
     *
     * @param address of the caller, with port
     * @throws Refusal when that cannot be written: then it is not done
     */
    Begun begin(Call call, String address) throws Refusal;
}
