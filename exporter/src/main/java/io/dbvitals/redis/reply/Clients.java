package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every client connection: CLIENT LIST. Each connection makes series of its own, so only for those who ask for it. */
public final class Clients implements Subject {
    private static final Command CLIENT_LIST = Command.of("CLIENT LIST");
    private static final String PREFIX = "connected_client_";

    private static final Family INFO = Family.gauge("connected_client_info", "Details about a connected client");
    private static final Family DETAILS =
            Family.gauge("connected_clients_details", "Details about a connected client; the older name");
    private static final Family CREATED =
            Family.gauge(PREFIX + "created_at_timestamp", "A connected client's creation timestamp");
    private static final Family IDLE =
            Family.gauge(PREFIX + "idle_since_timestamp", "A connected client's idle since timestamp");
    private static final Map<String, Family> NUMBERS = new LinkedHashMap<>();

    static {
        number("omem", "output_buffer_memory_usage_bytes", "Output buffer memory usage in bytes");
        number("tot-mem", "total_memory_consumed_bytes", "Memory consumed by a client in its various buffers");
        number("sub", "channel_subscriptions_count", "Channel subscriptions");
        number("psub", "pattern_matching_subscriptions_count", "Pattern matching subscriptions");
        number("ssub", "shard_channel_subscriptions_count", "Shard channel subscriptions");
        number("watch", "shard_channel_watched_keys", "Keys that the client watches");
        number("qbuf", "query_buffer_length_bytes", "Query buffer length; 0: no query pending");
        number("qbuf-free", "query_buffer_free_space_bytes", "Free space of the query buffer; 0: it is full");
        number("obl", "output_buffer_length_bytes", "Output buffer length");
        number("oll", "output_list_length", "Replies that wait in a list because the output buffer is full");
    }

    private static void number(String field, String name, String help) {
        NUMBERS.put(field, Family.gauge(PREFIX + name, help));
    }

    @Override
    public String name() {
        return "redis_clients";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public List<Command> commands(Info info) {
        return List.of(CLIENT_LIST);
    }

    @Override
    public void map(Readout readout, Gathering out) {
        readout.reply(CLIENT_LIST).string().lines().forEach(line -> client(Pairs.parse(line, ' '), readout, out));
    }

    private static void client(Pairs client, Readout readout, Gathering out) {
        List<String> details = new ArrayList<>(List.of(
                "id", client.text("id"),
                "name", client.text("name"),
                "flags", client.text("flags"),
                "db", client.text("db"),
                "host", host(client.text("addr"))));
        for (String newer : List.of("user", "resp")) {
            if (client.has(newer)) {
                details.addAll(List.of(newer, client.text(newer)));
            }
        }
        Labels labels = out.labels(details.toArray(String[]::new));
        out.add(INFO, 1, labels);
        out.add(DETAILS, 1, labels);
        Labels own = out.labels("id", client.text("id"), "name", client.text("name"));
        long now = readout.at().getEpochSecond();
        out.add(CREATED, now - client.number("age"), own);
        out.add(IDLE, now - client.number("idle"), own);
        NUMBERS.forEach((field, family) -> out.add(family, client.number(field), own));
    }

    private static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
