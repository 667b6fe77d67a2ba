package io.dbvitals.host.net;

import io.dbvitals.host.kernel.KernelText;
import io.dbvitals.scrape.CollectException;
import java.util.Arrays;
import java.util.List;

/**
 * What a list of sockets such as {@code /proc/net/tcp} sums up to.
 *
 * @param states how many sockets are in each state, by the kernel's number of it
 * @param sending bytes that wait to be sent
 * @param received bytes that wait to be read
 */
record Sockets(List<Integer> states, double sending, double received) {
    static final int STATES = 16;

    /** Of the text that has just been loaded. */
    static Sockets read(KernelText text) throws CollectException {
        int[] states = new int[STATES];
        double sending = 0;
        double received = 0;
        text.line();
        while (text.line()) {
            // 0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 …
            if (!text.field(4)) {
                continue;
            }
            int state = (int) text.hex();
            states[state >= 0 && state < STATES ? state : 0]++;
            if (text.upTo(':')) {
                sending += text.hex();
                text.field();
                received += text.hex();
            }
        }
        return new Sockets(Arrays.stream(states).boxed().toList(), sending, received);
    }
}
