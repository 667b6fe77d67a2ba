package io.dbvitals.redis.wire;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections to one server and logs in; a password is read anew each time. */
public final class Connector {
    private static final String EVERYWHERE = "";

    private final RedisConfig config;
    private final AuthenticationPause pause;

    public Connector(RedisConfig config, AuthenticationPause pause) {
        this.config = config;
        this.pause = pause;
    }

    /** Connected, encrypted and logged in as the configuration says; an error names the server and the remedy. */
    public Link open(Deadline deadline) throws CollectException {
        try {
            String password = config.password().read();
            boolean login = !password.isEmpty() || !config.user().isEmpty();
            int credentials = (config.user() + '\n' + password).hashCode();
            if (login) {
                pause.check(EVERYWHERE, credentials);
            }
            Link link = connect(deadline);
            boolean ready = false;
            try {
                if (login) {
                    logIn(link, password, credentials, deadline);
                }
                ready = true;
                return link;
            } finally {
                if (!ready) {
                    link.close();
                }
            }
        } catch (ConfigException e) {
            throw new CollectException(Reason.DENIED, String.valueOf(e.getMessage()), e);
        } catch (BrokenLink e) {
            throw new CollectException(
                    e.silent() ? Reason.TIMEOUT : Reason.UNREACHABLE,
                    "connecting to " + config.address() + ": " + said(e),
                    e);
        }
    }

    private Link connect(Deadline deadline) throws BrokenLink, ConfigException {
        DeadlineSocket socket = new DeadlineSocket();
        boolean connected = false;
        try {
            Duration limit = deadline.atMost(config.connectTimeout()).remaining();
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(config.host(), config.port()), (int) Math.max(1, limit.toMillis()));
            socket.endAfter(limit);
            Socket outer = config.tls().on() ? encrypted(socket, config.tls()) : socket;
            Link link = new Link(socket, new Connection(() -> outer, Link.silent()));
            connected = true;
            return link;
        } catch (IOException | JedisException e) {
            throw new BrokenLink(e);
        } finally {
            if (!connected) {
                closeQuietly(socket);
            }
        }
    }

    private SSLSocket encrypted(Socket plain, TlsConfig tls) throws IOException, ConfigException {
        String name = tls.serverName().orElse(config.host());
        SSLSocket socket =
                (SSLSocket) TlsContext.of(tls).getSocketFactory().createSocket(plain, name, config.port(), true);
        if (tls.mode() == TlsConfig.Mode.VERIFY_FULL) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private void logIn(Link link, String password, int credentials, Deadline deadline)
            throws BrokenLink, CollectException {
        List<String> words = new ArrayList<>(List.of("AUTH"));
        if (!config.user().isEmpty()) {
            words.add(config.user());
        }
        words.add(password);
        Command login = new Command("AUTH", Command.ANY, words);
        Reply reply = link.ask(List.of(login), deadline.atMost(config.timeout()).remaining())
                .getOrDefault(login, new Reply.Nothing());
        if (!(reply instanceof Reply.Failure failure)) {
            pause.accepted(EVERYWHERE);
            return;
        }
        if (!failure.lasting()) {
            throw new CollectException(Reason.UNREACHABLE, config.address() + " said: " + failure.message());
        }
        // The server's words about a password never hold the password.
        String message = config.address() + " refused the login"
                + (config.user().isEmpty() ? "" : " of user " + config.user()) + ": " + failure.message()
                + "; check user and password of the target";
        pause.refused(credentials, message);
        throw new CollectException(Reason.DENIED, message);
    }

    private String said(BrokenLink e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "TLS failed: " + cause.getMessage()
                        + "; check the ca, cert, key and server_name of the target, and that the server's port speaks TLS";
            }
            if (cause instanceof java.net.UnknownHostException) {
                return "the host name is not known";
            }
        }
        return String.valueOf(e.getMessage());
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing has been sent on it.
            return;
        }
    }
}
