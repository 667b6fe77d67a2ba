package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.LabelCache;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.NumberText;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Latency percentiles of every command, from INFO's section Latencystats (Redis 7 and newer). As in redis_exporter the label says
 * {@code 50} or {@code 99.9}, which no summary of the Prometheus library may bear, so that these are three untyped families.
 */
public final class LatencyStats implements Subject {
    private static final String PREFIX = "latency_percentiles_usec_";

    private static final Family PERCENTILES =
            Family.untyped("latency_percentiles_usec", "A summary of latency percentile distribution per command");
    private static final Family SUM = Family.untyped("latency_percentiles_usec_sum", "Microseconds spent per command");
    private static final Family COUNT = Family.untyped("latency_percentiles_usec_count", "Calls per command");

    private final LabelCache labels = new LabelCache("cmd");
    /** There are no more commands than the server knows. */
    private final Map<String, LabelCache> ofCommand = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "redis_latencystats";
    }

    @Override
    public boolean applies(Info info) {
        return info.hasSection("latencystats");
    }

    @Override
    public void map(Readout readout, Gathering out) {
        Info info = readout.info();
        for (Info.Field field : info.section("latencystats")) {
            if (!field.name().startsWith(PREFIX)) {
                continue;
            }
            String cmd = field.name().substring(PREFIX.length());
            Labels own = labels.of(cmd, out);
            LabelCache quantiles = ofCommand.computeIfAbsent(cmd, key -> new LabelCache("quantile", own));
            Pairs.parse(field.value(), ',')
                    .forEach((percentile, value) ->
                            out.add(PERCENTILES, NumberText.parse(value), quantiles.of(percentile.substring(1), out)));
            Pairs stats = Pairs.parse(info.text(CommandStats.PREFIX + cmd), ',');
            out.add(SUM, stats.number("usec"), own);
            out.add(COUNT, stats.number("calls"), own);
        }
    }
}
