package io.dbvitals.pgbouncer.wire;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows.Kind;
import io.dbvitals.sql.TextRows;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection to the admin console. PostgreSQL's JDBC driver cannot be used for it: it sends prepared statements and a SET, both of
 * which the console refuses.
 *
 * <p>After an {@link IOException} or a fatal {@link ServerError} it is of no use any more.
 */
public final class Console implements AutoCloseable {
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int FLOAT4 = 700;
    private static final int FLOAT8 = 701;
    private static final int NUMERIC = 1700;

    /** However large an answer is, it must not end the process: a tenth of the memory, as for PostgreSQL's. */
    private static final int LARGEST_ANSWER =
            (int) Math.min(1 << 28, Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 10));

    private final BoundedSocket socket;
    private final Messages messages;

    private Console(BoundedSocket socket, Messages messages) {
        this.socket = socket;
        this.messages = messages;
    }

    /** Connects and logs in; of several addresses of the host the first that answers is taken. */
    public static Console open(PgBouncerConfig config, String password, Deadline deadline)
            throws IOException, ServerError {
        BoundedSocket socket = connected(config, deadline);
        boolean done = false;
        try {
            Socket secured = config.tls().on() ? secured(socket, config) : socket;
            Messages messages = new Messages(secured.getInputStream(), secured.getOutputStream());
            new Login(messages, config.user(), password).run(config.database());
            done = true;
            return new Console(socket, messages);
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /**
     * Sends one command and reads its whole answer.
     *
     * @param maxRows kept at most, the others are passed over; 0 for all
     */
    public Answer ask(String command, int maxRows, Deadline deadline) throws IOException, ServerError {
        socket.until(deadline);
        messages.send('Q', Messages.texts(command));
        List<TextRows.Column> columns = new ArrayList<>();
        Messages.Cells cells = new Messages.Cells(LARGEST_ANSWER);
        List<String> notices = new ArrayList<>();
        Optional<ServerError> error = Optional.empty();
        int rows = 0;
        while (true) {
            char letter = next(error);
            switch (letter) {
                case 'T' -> describe(columns);
                case 'D' -> {
                    if (maxRows == 0 || rows < maxRows) {
                        row(columns.size(), cells);
                        rows++;
                    }
                }
                case 'E' -> {
                    ServerError said = messages.error();
                    if (said.fatal()) {
                        throw said;
                    }
                    error = Optional.of(said);
                }
                case 'N' -> messages.field('M').ifPresent(notices::add);
                case 'C', 'I', 'S', 'A' -> {
                    // The end of the rows, which 'Z' says too; settings and notifications are of no use here.
                }
                case 'Z' -> {
                    if (error.isPresent()) {
                        throw error.get();
                    }
                    return new Answer(new TextRows(columns, cells.bytes(), cells.bounds(), rows), notices);
                }
                default ->
                    throw new ProtocolException("a message of the kind '" + letter + "' came in the answer to a query");
            }
        }
    }

    /** Says goodbye, so that the server does not log a client that was lost, and hangs up. */
    @Override
    public void close() {
        try {
            messages.send('X', new byte[0]);
        } catch (IOException e) {
            // It has hung up before us.
        }
        drop();
    }

    /** Hangs up without a word: for a server that may not read any more. */
    public void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as this end is concerned.
        }
    }

    /** A server that hangs up after an error meant that error. */
    private char next(Optional<ServerError> error) throws IOException, ServerError {
        try {
            return messages.next();
        } catch (EOFException e) {
            if (error.isPresent()) {
                throw error.get();
            }
            throw e;
        }
    }

    private void describe(List<TextRows.Column> columns) throws ProtocolException {
        int count = messages.int16();
        for (int i = 0; i < count; i++) {
            String name = messages.text();
            messages.skip(6);
            int type = messages.int32();
            messages.skip(8);
            columns.add(new TextRows.Column(
                    name,
                    switch (type) {
                        case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> Kind.NUMBER;
                        default -> Kind.TEXT;
                    }));
        }
    }

    private void row(int columns, Messages.Cells cells) throws IOException {
        int count = messages.int16();
        if (count != columns) {
            throw new ProtocolException("a row has " + count + " values for " + columns + " columns");
        }
        for (int i = 0; i < count; i++) {
            int length = messages.int32();
            if (length < 0) {
                cells.addNull();
            } else if (cells.fits(length)) {
                messages.copyTo(cells, length);
            } else {
                throw new ProtocolException("the answer is larger than a tenth of the memory");
            }
        }
    }

    private static BoundedSocket connected(PgBouncerConfig config, Deadline deadline) throws IOException {
        IOException last = new ConnectException("the host has no address");
        for (InetAddress address : InetAddress.getAllByName(config.host())) {
            BoundedSocket socket = new BoundedSocket();
            socket.until(deadline);
            try {
                socket.connect(new InetSocketAddress(address, config.port()), socket.millisLeft());
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static Socket secured(BoundedSocket socket, PgBouncerConfig config) throws IOException, ServerError {
        socket.getOutputStream().write(SSL_REQUEST);
        // One byte and not a byte more: what somebody slipped in behind it must not count as said inside TLS.
        int reply = socket.getInputStream().read();
        return switch (reply) {
            case 'S' -> Tls.over(socket, config.host(), config.port(), config.tls());
            case 'N' ->
                throw new ServerError(
                        true,
                        "08004",
                        "the server speaks no TLS; set client_tls_sslmode in pgbouncer.ini, or the target without TLS");
            case -1 -> throw new EOFException("the server has closed the connection");
            default ->
                throw new ProtocolException(
                        "the answer to the request for TLS is none; this is not the port of a PgBouncer");
        };
    }
}
