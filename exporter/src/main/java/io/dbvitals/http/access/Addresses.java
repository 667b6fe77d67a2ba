package io.dbvitals.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.server.Request;

/** Where requests come from: the other end of the connection, whatever a header says. */
public final class Addresses {
    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    /** Host and port. */
    public static String full(Request request) {
        return Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
    }

    /** The machine; of an IPv6 address its network, as each machine there has as many addresses as it likes. */
    public static String machine(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            InetAddress address = remote.getAddress();
            if (address instanceof Inet6Address) {
                return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES));
            }
        }
        return Request.getRemoteAddr(request);
    }
}
