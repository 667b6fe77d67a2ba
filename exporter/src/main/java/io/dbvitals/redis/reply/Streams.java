package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.NumberText;
import io.dbvitals.redis.wire.Reply;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Streams, their groups and the groups' consumers: XINFO. What exists is remembered, as asking for more counts as an error. */
public final class Streams implements Subject {
    private static final Map<String, Family> NUMBERS = new LinkedHashMap<>();
    private static final Map<String, Family> IDS = new LinkedHashMap<>();
    private static final Map<String, Family> OF_GROUP = new LinkedHashMap<>();

    static {
        NUMBERS.put("length", Family.gauge("stream_length", "The number of elements of the stream"));
        NUMBERS.put("radix-tree-keys", Family.gauge("stream_radix_tree_keys", "Radix tree keys count"));
        NUMBERS.put("radix-tree-nodes", Family.gauge("stream_radix_tree_nodes", "Radix tree nodes count"));
        NUMBERS.put("groups", Family.gauge("stream_groups", "Groups count of stream"));
        NUMBERS.put("entries-added", Family.counter("stream_entries_added_total", "Entries ever added to the stream"));
        IDS.put("last-generated-id", timestamp("stream_last_generated_id", "latest message on"));
        IDS.put("max-deleted-entry-id", timestamp("stream_max_deleted_entry_id", "last message deleted from"));
        IDS.put("first-entry", timestamp("stream_first_entry_id", "first message in"));
        IDS.put("last-entry", timestamp("stream_last_entry_id", "last message in"));
        OF_GROUP.put("consumers", Family.gauge("stream_group_consumers", "Consumers count of stream group"));
        OF_GROUP.put(
                "pending",
                Family.gauge("stream_group_messages_pending", "Pending number of messages in that stream group"));
        OF_GROUP.put(
                "entries-read",
                Family.gauge("stream_group_entries_read", "Total number of entries read from the stream group"));
        OF_GROUP.put(
                "lag", Family.gauge("stream_group_lag", "The number of messages waiting to be delivered to the group"));
    }

    private static final Family LAST_DELIVERED =
            timestamp("stream_group_last_delivered_id", "last delivered message of");
    private static final Family PENDING = Family.gauge(
            "stream_group_consumer_messages_pending", "Pending number of messages for this specific consumer");
    private static final Family IDLE =
            Family.gauge("stream_group_consumer_idle_seconds", "Consumer idle time in seconds");

    /** The groups of each; empty for a key that is no stream. */
    private final Map<KeyName, Known> known = new LinkedHashMap<>();

    private record Known(boolean stream, List<String> groups) {}

    /** {@code names} as {@code db0=name}. */
    public Streams(List<String> names) {
        names.forEach(name -> known.put(KeyName.parse(name), new Known(false, List.of())));
    }

    private static Family timestamp(String name, String what) {
        return Family.gauge(name, "The epoch timestamp (ms) of the " + what + " the stream");
    }

    @Override
    public String name() {
        return "redis_streams";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public synchronized List<Command> commands(Info info) {
        List<Command> commands = new ArrayList<>();
        known.forEach((name, state) -> {
            commands.add(type(name));
            if (state.stream()) {
                commands.addAll(List.of(stream(name), groups(name)));
                state.groups().forEach(group -> commands.add(consumers(name, group)));
            }
        });
        return commands;
    }

    @Override
    public synchronized void learn(Readout readout) {
        known.replaceAll((name, before) -> {
            if (!readout.answered(type(name))) {
                return before;
            }
            List<String> groups = readout.answered(groups(name))
                    ? readout.reply(groups(name)).list().stream()
                            .map(group -> text(group.pairs(), "name"))
                            .toList()
                    : before.groups();
            boolean stream = readout.reply(type(name)).string().equals("stream");
            return new Known(stream, stream ? groups : List.of());
        });
    }

    @Override
    public synchronized void map(Readout readout, Gathering out) {
        known.forEach((name, state) -> {
            if (!state.stream()) {
                return;
            }
            Map<String, Reply> stream = readout.reply(stream(name)).pairs();
            Labels labels = name.labels("stream", out);
            NUMBERS.forEach((field, family) -> out.add(family, number(stream, field), labels));
            IDS.forEach((field, family) -> out.add(family, millis(get(stream, field)), labels));
            for (Reply group : readout.reply(groups(name)).list()) {
                group(name, group.pairs(), readout, out);
            }
        });
    }

    private static void group(KeyName name, Map<String, Reply> group, Readout readout, Gathering out) {
        String groupName = text(group, "name");
        Labels labels = out.labels("db", "db" + name.database(), "stream", name.key(), "group", groupName);
        OF_GROUP.forEach((field, family) -> out.add(family, number(group, field), labels));
        out.add(LAST_DELIVERED, millis(get(group, "last-delivered-id")), labels);
        for (Reply each : readout.reply(consumers(name, groupName)).list()) {
            Map<String, Reply> consumer = each.pairs();
            Labels own = labels.add("consumer", text(consumer, "name"));
            out.add(PENDING, number(consumer, "pending"), own);
            out.add(IDLE, number(consumer, "idle") / 1e3, own);
        }
    }

    /** The first part of {@code 1795231491628-0}, which may be the first item of an entry; NaN where there is none. */
    private static double millis(Reply id) {
        String text = id.list().isEmpty() ? id.string() : id.list().get(0).string();
        int dash = text.indexOf('-');
        return NumberText.parse(dash < 0 ? text : text.substring(0, dash));
    }

    private static Reply get(Map<String, Reply> pairs, String name) {
        return pairs.getOrDefault(name, new Reply.Nothing());
    }

    private static String text(Map<String, Reply> pairs, String name) {
        return get(pairs, name).string();
    }

    private static double number(Map<String, Reply> pairs, String name) {
        return get(pairs, name).number();
    }

    private static Command type(KeyName name) {
        return name.command("TYPE");
    }

    private static Command stream(KeyName name) {
        return name.command("XINFO STREAM");
    }

    private static Command groups(KeyName name) {
        return name.command("XINFO GROUPS");
    }

    private static Command consumers(KeyName name, String group) {
        return name.command("XINFO CONSUMERS", group);
    }
}
