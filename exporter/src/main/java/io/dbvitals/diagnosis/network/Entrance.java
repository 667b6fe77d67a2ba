package io.dbvitals.diagnosis.network;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.network.Encryption.Need;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import javax.net.ssl.SSLException;

/** The first words with what listens at an address, and its certificate. */
public final class Entrance {
    private final Network.Site site;
    private final Greeting greeting;
    private final Encryption wish;
    private final Refusals refusals;

    Entrance(Network.Site site, Greeting greeting, Encryption wish, Refusals refusals) {
        this.site = site;
        this.greeting = greeting;
        this.wish = wish;
        this.refusals = refusals;
    }

    /** Knows what a refusal of that kind of server means. */
    public interface Refusals {
        Fault fault(String code, String message);
    }

    /** What was found, and the step that it belongs to. */
    record Seen(Step step, Finding finding) {}

    static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    Seen seen(InetAddress address) {
        try {
            return new Seen(Step.TLS, look(new InetSocketAddress(address, site.port())));
        } catch (Greeting.Refused e) {
            Fault fault = refusals.fault(e.code(), String.valueOf(e.getMessage()));
            return new Seen(fault.step(), fault.finding());
        }
    }

    private Finding look(InetSocketAddress address) throws Greeting.Refused {
        String where = text(address.getAddress(), site.port());
        try (Socket socket = connected(address)) {
            Greeting.Hello hello = greeting.greet(socket, wish.need() != Need.NONE);
            String who = hello.said().isEmpty() ? "" : hello.said() + ", ";
            if (!hello.encrypts()) {
                return wish.need() == Need.REQUIRED ? plain(where) : Finding.ok(who + "not encrypted");
            }
            return encrypted(socket, where, who);
        } catch (Greeting.Foreign e) {
            return foreign(where, String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            return silent(address, where);
        } catch (EOFException | SocketException e) {
            return hungUp(address, where);
        } catch (IOException e) {
            return Finding.error(where + ": " + e.getMessage(), "see the server's log");
        }
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, (int) Network.CONNECT.toMillis());
        socket.setSoTimeout((int) Network.CONNECT.toMillis());
        return socket;
    }

    private Finding encrypted(Socket socket, String where, String who) throws IOException {
        Handshake.Peer peer;
        try {
            peer = Handshake.over(socket, wish.expected(), site.port());
        } catch (SSLException e) {
            String said = String.valueOf(e.getMessage());
            if (wish.need() != Need.REQUIRED) {
                return Finding.ok(who + "TLS is offered but fails: " + said);
            }
            return said.contains("Unsupported or unrecognized")
                    ? plain(where)
                    : Finding.error(
                            where + ": the TLS handshake failed: " + said,
                            "Java asks for TLS 1.2 or newer: raise ssl_min_protocol_version, tls_version or tls-protocols of"
                                    + " the server, or bring its TLS library up to date");
        }
        Finding finding = Certificates.check(peer, wish, Instant.now());
        return new Finding(finding.state(), "", who + finding.text(), finding.remedies());
    }

    private Finding plain(String where) {
        String off = wish.setting().startsWith("sslmode")
                ? "sslmode=disable in the target's url, where the network is trusted"
                : "the target without tls, where the network is trusted";
        return Finding.error(
                where + ": the server speaks no TLS, but the target asks for it (" + wish.setting() + ")",
                switch (greeting.server()) {
                    case "PostgreSQL server" ->
                        "turn it on: ssl = on with ssl_cert_file and ssl_key_file in postgresql.conf, then SELECT pg_reload_conf()";
                    case "PgBouncer" ->
                        "turn it on: client_tls_sslmode = allow with client_tls_cert_file and client_tls_key_file in pgbouncer.ini";
                    case "Redis server" ->
                        "turn it on: tls-port with tls-cert-file, tls-key-file and tls-ca-cert-file; or give the port that speaks TLS";
                    default -> "turn it on: ssl_cert and ssl_key in the server's file, and restart it";
                },
                off);
    }

    private Finding foreign(String where, String what) {
        return Finding.error(
                where + " is no " + greeting.server() + (what.isEmpty() ? "" : ", it is " + what),
                "correct host and port in the target's url, or the kind of the target");
    }

    private Finding silent(InetSocketAddress address, String where) {
        String what = Stranger.asked(address);
        if (greeting instanceof RedisGreeting && what.endsWith(greeting.server())) {
            // It takes the beginning of TLS for a command that goes on, and waits for its end.
            return plain(where);
        }
        return what.isEmpty()
                ? Finding.error(
                        where + " accepts connections but says nothing within " + Network.CONNECT.toSeconds() + " s",
                        "the server hangs or is stopped: see its process (ps, state T or D), load, memory and disks",
                        "or it is no " + greeting.server() + ": correct host and port in the target's url",
                        "or something in between takes the connection and cannot pass it on: a balancer, a tunnel, a proxy")
                : foreign(where, what);
    }

    /** Redis with TLS only hangs up on words that are no TLS. */
    private Finding hungUp(InetSocketAddress address, String where) {
        if (greeting instanceof RedisGreeting && wish.need() == Need.NONE) {
            try (Socket socket = connected(address)) {
                Handshake.Peer peer = Handshake.over(socket, wish.expected(), site.port());
                return Finding.error(
                        where + " speaks nothing but TLS, but the target asks for none; certificate for "
                                + String.join(
                                        ", ", CertificateNames.of(peer.chain().get(0))),
                        "rediss:// instead of redis:// in the target's url, with the authority as ca_file of tls");
            } catch (IOException e) {
                return lost(where);
            }
        }
        return lost(where);
    }

    private Finding lost(String where) {
        return Finding.error(
                where + " hung up without a word",
                "see the server's log; it may be starting, stopping or out of processes",
                "a balancer or proxy hangs up where it has no server behind it",
                "or it is no " + greeting.server() + ": correct host and port in the target's url");
    }
}
