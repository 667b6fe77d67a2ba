package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Size, memory and value of single keys. Which command tells the size depends on the type, and the wrong one would count as an error on
 * the server, so that the type of the last scrape is remembered.
 */
public final class Keys implements Subject {
    /** A HyperLogLog is a string that begins with this. */
    private static final String HYPERLOGLOG_MAGIC = "HYLL";

    private static final String HYPERLOGLOG = "hyperloglog";
    private static final String STRING = "string";
    /** In bytes: no more of a value is read, and a longer one is not shown. */
    private static final int LONGEST_VALUE = 512;

    private static final Map<String, String> SIZE = Map.of(
            STRING,
            "STRLEN",
            HYPERLOGLOG,
            "PFCOUNT",
            "list",
            "LLEN",
            "set",
            "SCARD",
            "zset",
            "ZCARD",
            "hash",
            "HLEN",
            "stream",
            "XLEN");

    private static final Family KEY_SIZE = Family.gauge("key_size", "The length or size of \"key\"");
    private static final Family MEMORY = Family.gauge("key_memory_usage_bytes", "The memory usage of \"key\" in bytes");
    private static final Family VALUE = Family.gauge("key_value", "The value of \"key\"");
    private static final Family TEXT = Family.gauge("key_value_as_string", "The value of \"key\" as a string");

    /** With the type that each had; empty for one that did not exist. */
    private final Map<KeyName, String> types = new LinkedHashMap<>();

    /** {@code names} as {@code db0=name}. */
    public Keys(List<String> names) {
        names.forEach(name -> types.put(KeyName.parse(name), ""));
    }

    @Override
    public String name() {
        return "redis_keys";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public synchronized List<Command> commands(Info info) {
        List<Command> commands = new ArrayList<>();
        types.forEach((name, type) -> {
            commands.add(type(name));
            if (!type.isEmpty()) {
                commands.add(memory(name));
                size(name, type).ifPresent(commands::add);
            }
            if (type.equals(STRING)) {
                commands.add(value(name));
            }
        });
        return commands;
    }

    @Override
    public synchronized void learn(Readout readout) {
        types.replaceAll((name, before) -> {
            if (!readout.answered(type(name))) {
                return before;
            }
            String type = readout.reply(type(name)).string();
            if (!type.equals(STRING)) {
                return type.equals("none") ? "" : type;
            }
            boolean plainAfterAll = size(name, before)
                    .filter(command -> readout.reply(command).failed())
                    .isPresent();
            boolean hyperLogLog = (before.equals(HYPERLOGLOG) && !plainAfterAll)
                    || readout.reply(value(name)).string().startsWith(HYPERLOGLOG_MAGIC);
            return hyperLogLog ? HYPERLOGLOG : STRING;
        });
    }

    @Override
    public synchronized void map(Readout readout, Gathering out) {
        types.forEach((name, type) -> {
            if (type.isEmpty()) {
                return;
            }
            var labels = name.labels("key", out);
            out.add(MEMORY, readout.reply(memory(name)).number(), labels);
            double size = size(name, type)
                    .map(readout::reply)
                    .map(reply -> reply.number())
                    .orElse(Double.NaN);
            out.add(KEY_SIZE, size, labels);
            if (type.equals(STRING) && readout.answered(value(name)) && size <= LONGEST_VALUE) {
                String text = readout.reply(value(name)).string();
                double number = NumberText.parse(text);
                if (Double.isNaN(number)) {
                    out.add(TEXT, 1, out.labels("db", "db" + name.database(), "key", name.key(), "val", text));
                } else {
                    out.add(VALUE, number, labels);
                }
            }
        });
    }

    private static Command type(KeyName name) {
        return name.command("TYPE");
    }

    private static Command memory(KeyName name) {
        return name.command("MEMORY USAGE");
    }

    private static Command value(KeyName name) {
        return name.command("GETRANGE", "0", String.valueOf(LONGEST_VALUE - 1));
    }

    private static Optional<Command> size(KeyName name, String type) {
        return Optional.ofNullable(SIZE.get(type)).map(label -> name.command(label));
    }
}
