package io.dbvitals.diagnosis.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Knows the addresses of a name, in the order in which they are tried. */
public interface Resolver {
    /** As the process itself resolves. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> resolve(String host) throws UnknownHostException;
}
