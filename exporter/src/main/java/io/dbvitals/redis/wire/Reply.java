package io.dbvitals.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the server answered to one command. */
public sealed interface Reply {
    /** A string of any kind; bytes that are no UTF-8 are replaced. */
    record Text(String text) implements Reply {}

    record Int(long value) implements Reply {}

    record Array(List<Reply> items) implements Reply {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** There is nothing: a key that does not exist, or a command that was not sent. */
    record Nothing() implements Reply {}

    /** An error of the server, as {@code NOPERM this user has no permissions to run the 'config|get' command}. */
    record Failure(String message) implements Reply {
        /** States that pass by themselves or belong to one key; whatever else the server refuses, it will refuse again. */
        private static final List<String> PASSING = List.of(
                "LOADING",
                "BUSY",
                "MASTERDOWN",
                "CLUSTERDOWN",
                "TRYAGAIN",
                "NOGROUP",
                "WRONGTYPE",
                "NOQUORUM",
                "NOGOODSLAVE",
                "MISCONF",
                "OOM",
                "ERR no such key",
                "ERR No such master",
                "ERR max number of clients");

        /** Whether asking again at once is pointless. */
        public boolean lasting() {
            return PASSING.stream().noneMatch(message::startsWith);
        }
    }

    /** Empty for anything but a text. */
    default String string() {
        return this instanceof Text text ? text.text() : "";
    }

    /** NaN for anything that is no number. */
    default double number() {
        return this instanceof Int number ? number.value() : NumberText.parse(string());
    }

    /** Empty for anything but an array. */
    default List<Reply> list() {
        return this instanceof Array array ? array.items() : List.of();
    }

    /** An array of names and values in turn. */
    default Map<String, Reply> pairs() {
        Map<String, Reply> pairs = new TreeMap<>();
        List<Reply> items = list();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            pairs.put(items.get(i).string(), items.get(i + 1));
        }
        return pairs;
    }

    default boolean failed() {
        return this instanceof Failure;
    }

    /** Of what the client library gives. */
    static Reply of(@Nullable Object raw) {
        if (raw == null) {
            return new Nothing();
        }
        if (raw instanceof byte[] bytes) {
            return new Text(new String(bytes, StandardCharsets.UTF_8));
        }
        if (raw instanceof Long number) {
            return new Int(number);
        }
        if (raw instanceof JedisDataException error) {
            return new Failure(String.valueOf(error.getMessage()));
        }
        if (raw instanceof List<?> list) {
            Reply[] items = new Reply[list.size()];
            for (int i = 0; i < items.length; i++) {
                items[i] = of(list.get(i));
            }
            return new Array(List.of(items));
        }
        return new Text(raw.toString());
    }
}
