package io.dbvitals.app.deadman.tell;

import java.io.IOException;

/** A way to tell somebody. */
public interface Channel {
    /** Never with a secret in it. */
    String name();

    /** Throws when it is not known to have been taken. */
    void tell(News news) throws IOException, InterruptedException;
}
