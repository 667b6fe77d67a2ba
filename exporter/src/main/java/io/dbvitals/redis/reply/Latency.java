package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.LabelCache;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Latency events (LATENCY LATEST), and from Redis 7 on a histogram of every command's latencies (LATENCY HISTOGRAM). */
public final class Latency implements Subject {
    private static final Command LATEST = Command.of("LATENCY LATEST");
    private static final Command HISTOGRAM = Command.of("LATENCY HISTOGRAM");
    private static final String STATISTICS = "cmdstat_";

    private static final Family SPIKE_LAST = Family.gauge("latency_spike_last", "When the latency spike last occurred");
    private static final Family SPIKE_DURATION =
            Family.gauge("latency_spike_duration_seconds", "Length of the last latency spike in seconds");
    private static final MetricMetadata LATENCIES =
            new MetricMetadata("redis_commands_latencies_usec", "A histogram of latencies per command");

    private final LabelCache labels = new LabelCache("cmd");

    @Override
    public String name() {
        return "redis_latency";
    }

    @Override
    public boolean applies(Info info) {
        return !info.sentinel();
    }

    @Override
    public List<Command> commands(Info info) {
        return info.redisAtLeast(7) ? List.of(LATEST, HISTOGRAM) : List.of(LATEST);
    }

    @Override
    public void map(Readout readout, Gathering out) {
        for (Reply event : readout.reply(LATEST).list()) {
            List<Reply> parts = event.list();
            if (parts.size() > 2) {
                Labels labels = out.labels("event_name", parts.get(0).string());
                out.add(SPIKE_LAST, parts.get(1).number(), labels);
                out.add(SPIKE_DURATION, parts.get(2).number() / 1e3, labels);
            }
        }
        histograms(readout, out);
    }

    private void histograms(Readout readout, Gathering out) {
        Map<String, Double> micros = micros(readout.info());
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        readout.reply(HISTOGRAM).pairs().forEach((cmd, reply) -> {
            Map<String, Reply> details = reply.pairs();
            double calls = details.getOrDefault("calls", new Reply.Nothing()).number();
            List<Reply> cumulative =
                    details.getOrDefault("histogram_usec", new Reply.Nothing()).list();
            if (!Double.isNaN(calls)) {
                points.add(new HistogramDataPointSnapshot(
                        buckets(cumulative, (long) calls),
                        micros.getOrDefault(cmd, 0.0),
                        labels.of(cmd, out),
                        Exemplars.EMPTY,
                        0L));
            }
        });
        if (!points.isEmpty()) {
            out.add(new HistogramSnapshot(LATENCIES, points));
        }
    }

    /** The server counts up to each bound, the library within each. */
    private static ClassicHistogramBuckets buckets(List<Reply> cumulative, long calls) {
        int size = cumulative.size() / 2;
        double[] bounds = new double[size + 1];
        long[] counts = new long[size + 1];
        long before = 0;
        for (int i = 0; i < size; i++) {
            bounds[i] = cumulative.get(2 * i).number();
            long upTo = (long) cumulative.get(2 * i + 1).number();
            counts[i] = Math.max(0, upTo - before);
            before = Math.max(before, upTo);
        }
        bounds[size] = Double.POSITIVE_INFINITY;
        counts[size] = Math.max(0, calls - before);
        return ClassicHistogramBuckets.of(bounds, counts);
    }

    /** By command, with that of its subcommands. */
    private static Map<String, Double> micros(Info info) {
        Map<String, Double> micros = new HashMap<>();
        for (Info.Field field : info.section("commandstats")) {
            if (field.name().startsWith(STATISTICS)) {
                String cmd = field.name().substring(STATISTICS.length());
                double usec = Pairs.parse(field.value(), ',').number("usec");
                micros.merge(cmd, usec, Double::sum);
                int bar = cmd.indexOf('|');
                if (bar > 0) {
                    micros.merge(cmd.substring(0, bar), usec, Double::sum);
                }
            }
        }
        return micros;
    }
}
