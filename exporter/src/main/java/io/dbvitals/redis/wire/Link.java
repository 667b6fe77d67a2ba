package io.dbvitals.redis.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;

/** One open connection. Of several commands the answers are awaited together: one round trip. Not for two threads at once. */
public final class Link implements AutoCloseable {
    private static final int UNKNOWN = -2;

    private final DeadlineSocket socket;
    private final Connection connection;
    private int selected;

    Link(DeadlineSocket socket, Connection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    /** What RESP2 speaks from the first byte on: nothing is sent but what {@link #ask} is given. */
    static DefaultJedisClientConfig silent() {
        return DefaultJedisClientConfig.builder()
                .serverDefaultProtocol()
                .clientSetInfoConfig(redis.clients.jedis.ClientSetInfoConfig.DISABLED)
                .build();
    }

    /** Every command with its answer, in their order; databases are selected as the commands need them. */
    public Map<Command, Reply> ask(List<Command> commands, Duration atMost) throws BrokenLink {
        socket.endAfter(atMost);
        List<Sent> sent = new ArrayList<>(commands.size());
        try {
            int database = selected;
            for (Command command : commands) {
                if (command.database() != Command.ANY && command.database() != database) {
                    database = command.database();
                    send(List.of("SELECT", String.valueOf(database)));
                    sent.add(new Sent.Select());
                }
                send(command.words());
                sent.add(new Sent.Question(command));
            }
            List<Object> raw = connection.getMany(sent.size());
            selected = database;
            return matched(sent, raw);
        } catch (JedisException e) {
            throw new BrokenLink(e);
        }
    }

    /** Also ends a wait for answers in another thread. */
    @Override
    public void close() {
        try {
            socket.close();
            connection.forceDisconnect();
        } catch (IOException e) {
            // It is of no use any more, whether or not it could be closed.
            selected = UNKNOWN;
        }
    }

    private sealed interface Sent {
        record Select() implements Sent {}

        record Question(Command command) implements Sent {}
    }

    private void send(List<String> words) {
        byte[][] arguments = new byte[words.size() - 1][];
        for (int i = 1; i < words.size(); i++) {
            arguments[i - 1] = words.get(i).getBytes(StandardCharsets.UTF_8);
        }
        byte[] name = words.get(0).getBytes(StandardCharsets.UTF_8);
        ProtocolCommand command = () -> name;
        connection.sendCommand(command, arguments);
    }

    private Map<Command, Reply> matched(List<Sent> sent, List<Object> raw) {
        Map<Command, Reply> replies = new LinkedHashMap<>();
        Reply lastSelect = new Reply.Nothing();
        for (int i = 0; i < sent.size(); i++) {
            Reply reply = Reply.of(raw.get(i));
            if (sent.get(i) instanceof Sent.Question question) {
                // What came after a refused SELECT was asked in a database that nobody meant.
                boolean misplaced = lastSelect.failed() && question.command().database() != Command.ANY;
                replies.put(question.command(), misplaced ? lastSelect : reply);
            } else {
                lastSelect = reply;
                if (reply.failed()) {
                    selected = UNKNOWN;
                }
            }
        }
        return replies;
    }
}
