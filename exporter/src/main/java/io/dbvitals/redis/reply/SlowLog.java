package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import java.util.List;

/** How many commands were slow and how slow the last one was: SLOWLOG LEN and SLOWLOG GET 1. */
public final class SlowLog implements Subject {
    private static final Command LENGTH = Command.of("SLOWLOG LEN");
    private static final Command LAST = Command.of("SLOWLOG GET", "1");
    private static final int ID = 0;
    private static final int MICROS = 2;

    private static final Family LENGTH_FAMILY = Family.gauge("slowlog_length", "Total slowlog");
    private static final Family LAST_ID = Family.gauge("slowlog_last_id", "Last id of slowlog");
    private static final Family LAST_DURATION = Family.gauge(
            "last_slow_execution_duration_seconds", "The amount of time needed for last slow execution, in seconds");

    @Override
    public String name() {
        return "redis_slowlog";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public List<Command> commands(Info info) {
        return List.of(LENGTH, LAST);
    }

    @Override
    public void map(Readout readout, Gathering out) {
        if (readout.answered(LENGTH)) {
            out.add(LENGTH_FAMILY, readout.reply(LENGTH).number());
        }
        if (readout.answered(LAST)) {
            List<Reply> entries = readout.reply(LAST).list();
            List<Reply> last = entries.isEmpty() ? List.of() : entries.get(0).list();
            boolean any = last.size() > MICROS;
            out.add(LAST_ID, any ? last.get(ID).number() : 0);
            out.add(LAST_DURATION, any ? last.get(MICROS).number() / 1e6 : 0);
        }
    }
}
