package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.NumberText;
import io.dbvitals.redis.wire.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the server: CONFIG GET of those that are shown, of all where it cannot take several names (before Redis 7). */
public final class Settings implements Subject {
    private static final String CONFIG_GET = "CONFIG GET";
    private static final String DATABASES = "databases";
    private static final String OUTPUT_LIMITS = "client-output-buffer-limit";
    private static final Command ALL = Command.of(CONFIG_GET, "*");

    private static final Map<String, Family> SINGLE = new LinkedHashMap<>();

    static {
        for (String name : List.of("maxclients", "maxmemory", "io-threads", "repl-backlog-size")) {
            SINGLE.put(name, Family.gauge("config_" + name.replace('-', '_'), "Configured value of " + name));
        }
        for (String name : List.of(
                "commandlog-execution-slower-than",
                "commandlog-slow-execution-max-len",
                "commandlog-request-larger-than",
                "commandlog-large-request-max-len",
                "commandlog-reply-larger-than",
                "commandlog-large-reply-max-len")) {
            SINGLE.put(name, Family.gauge(name.replace('-', '_'), "Configured value of " + name));
        }
    }

    private static final Command NEEDED = Command.of(CONFIG_GET, needed(false));
    private static final Command NEEDED_OF_VALKEY = Command.of(CONFIG_GET, needed(true));
    private static final Family LIMIT_BYTES =
            Family.gauge("config_client_output_buffer_limit_bytes", "The configured buffer limits per class");
    private static final Family LIMIT_SECONDS = Family.gauge(
            "config_client_output_buffer_limit_overcome_seconds",
            "How long for buffer limits per class to be exceeded before replicas are dropped");
    private static final Family KEY_VALUE = Family.gauge("config_key_value", "Config key and value");
    private static final Family VALUE = Family.gauge("config_value", "Config key and value as metric");

    private final boolean everything;

    /** @param everything whether each setting is shown, those that hold secrets excepted */
    public Settings(boolean everything) {
        this.everything = everything;
    }

    @Override
    public String name() {
        return "redis_config";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public List<Command> commands(Info info) {
        return List.of(command(info));
    }

    /** How many databases there are; NaN where the server does not say. */
    public static double databases(Readout readout) {
        for (Command command : List.of(NEEDED, NEEDED_OF_VALKEY, ALL)) {
            Map<String, Reply> settings = readout.reply(command).pairs();
            if (settings.containsKey(DATABASES)) {
                return settings.getOrDefault(DATABASES, new Reply.Nothing()).number();
            }
        }
        return Double.NaN;
    }

    @Override
    public void map(Readout readout, Gathering out) {
        readout.reply(command(readout.info())).pairs().forEach((name, reply) -> {
            String value = reply.string();
            if (SINGLE.containsKey(name)) {
                out.add(SINGLE.get(name), NumberText.parse(value));
            }
            if (name.equals(OUTPUT_LIMITS)) {
                outputLimits(value, out);
            }
            if (everything && !secret(name)) {
                out.add(KEY_VALUE, 1, out.labels("key", name, "value", value));
                out.add(VALUE, NumberText.parse(value), out.labels("key", name));
            }
        });
    }

    private Command command(Info info) {
        if (everything || !info.redisAtLeast(7)) {
            return ALL;
        }
        return info.valkeyAtLeast(8, 1) ? NEEDED_OF_VALKEY : NEEDED;
    }

    private static String[] needed(boolean commandLog) {
        List<String> names = new ArrayList<>(SINGLE.keySet());
        names.removeIf(name -> !commandLog && name.startsWith("commandlog"));
        names.addAll(List.of(OUTPUT_LIMITS, DATABASES));
        return names.toArray(String[]::new);
    }

    /** {@code normal 0 0 0 slave 268435456 67108864 60}: class, hard limit, soft limit, seconds above the soft one. */
    private static void outputLimits(String value, Gathering out) {
        String[] words = value.split(" ", -1);
        for (int i = 0; i + 3 < words.length; i += 4) {
            out.add(LIMIT_BYTES, NumberText.parse(words[i + 1]), out.labels("class", words[i], "limit", "hard"));
            out.add(LIMIT_BYTES, NumberText.parse(words[i + 2]), out.labels("class", words[i], "limit", "soft"));
            out.add(LIMIT_SECONDS, NumberText.parse(words[i + 3]), out.labels("class", words[i], "limit", "soft"));
        }
    }

    /** {@code requirepass}, {@code masterauth}, {@code primaryauth}, {@code tls-key-file-pass} and what may come. */
    private static boolean secret(String name) {
        return name.contains("pass") || name.endsWith("auth");
    }
}
