package io.dbvitals.http.answer;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Writes a body slice by slice. The JDK copies what is written into a buffer outside the heap that it keeps for each
 * thread; whole pages of some megabytes would stay there.
 */
public final class Sending extends IteratingNestedCallback {
    private static final int SLICE_BYTES = 65_536;

    private final Response response;
    private final ByteBuffer body;
    private boolean lastSent;

    public Sending(Response response, ByteBuffer body, Callback callback) {
        super(callback);
        this.response = response;
        this.body = body;
    }

    @Override
    protected Action process() {
        if (lastSent) {
            return Action.SUCCEEDED;
        }
        int length = Math.min(SLICE_BYTES, body.remaining());
        ByteBuffer slice = body.slice(body.position(), length);
        body.position(body.position() + length);
        lastSent = !body.hasRemaining();
        response.write(lastSent, slice, this);
        return Action.SCHEDULED;
    }
}
