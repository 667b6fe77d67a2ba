package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Slow commands, large requests and large replies as Valkey 8.1 and newer count them: COMMANDLOG LEN. */
public final class CommandLog implements Subject {
    private static final List<String> KINDS = List.of("slow", "large-request", "large-reply");

    private final Map<Command, Family> lengths = new LinkedHashMap<>();

    public CommandLog() {
        for (String kind : KINDS) {
            lengths.put(
                    Command.of("COMMANDLOG LEN", kind),
                    Family.gauge(
                            "commandlog_" + kind.replace('-', '_') + "_length", "Entries of the command log " + kind));
        }
    }

    @Override
    public String name() {
        return "redis_commandlog";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel() && info.valkeyAtLeast(8, 1);
    }

    @Override
    public List<Command> commands(Info info) {
        return List.copyOf(lengths.keySet());
    }

    @Override
    public void map(Readout readout, Gathering out) {
        lengths.forEach((command, family) -> {
            if (readout.answered(command)) {
                out.add(family, readout.reply(command).number());
            }
        });
    }
}
