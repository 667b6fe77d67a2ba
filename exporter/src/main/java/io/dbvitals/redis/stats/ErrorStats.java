package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.LabelCache;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;

/** Error replies by their first word, from INFO's section Errorstats. */
public final class ErrorStats implements Subject {
    private static final String PREFIX = "errorstat_";

    private static final Family ERRORS = Family.counter("errors_total", "Total number of errors per error type");

    private final LabelCache labels = new LabelCache("err");

    @Override
    public String name() {
        return "redis_errorstats";
    }

    @Override
    public boolean applies(Info info) {
        return info.hasSection("errorstats");
    }

    @Override
    public void map(Readout readout, Gathering out) {
        for (Info.Field field : readout.info().section("errorstats")) {
            if (field.name().startsWith(PREFIX)) {
                out.add(
                        ERRORS,
                        Pairs.parse(field.value(), ',').number("count"),
                        labels.of(field.name().substring(PREFIX.length()), out));
            }
        }
    }
}
