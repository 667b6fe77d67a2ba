package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.wire.Command;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as the configuration names it: {@code db3=cart}, {@code 3=cart}, or {@code cart} in the first database. */
record KeyName(int database, String key) {
    private static final Pattern WITH_DATABASE = Pattern.compile("(?:db)?(\\d{1,5})=(.+)", Pattern.DOTALL);

    static KeyName parse(String text) {
        Matcher matcher = WITH_DATABASE.matcher(text.strip());
        return matcher.matches()
                ? new KeyName(Integer.parseInt(matcher.group(1)), matcher.group(2))
                : new KeyName(0, text.strip());
    }

    /** The key follows the command, and these follow the key. */
    Command command(String label, String... more) {
        String[] arguments = new String[more.length + 1];
        arguments[0] = key;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Command.in(database, label, arguments);
    }

    Labels labels(String name, Gathering out) {
        return out.labels("db", "db" + database, name, key);
    }
}
