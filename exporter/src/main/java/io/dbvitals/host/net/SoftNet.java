package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;

/** Packets that each processor took from network devices: {@code /proc/net/softnet_stat}, in hexadecimal there. */
public final class SoftNet extends KernelCollector {
    private static final Meter[] METERS = {
        of("processed", "Packets processed."),
        of("dropped", "Packets thrown away because the queue was full."),
        of("times_squeezed", "Times that there was more to do than time for it."),
        of("cpu_collision", "Times that a device was busy with another processor."),
        of("received_rps", "Times that the processor was woken by another to process packets."),
        of("flow_limit_count", "Times that the limit on packets of one flow was reached."),
        Meter.gauge("node_softnet_backlog_len", "Packets that wait.")
    };
    /** Of the line's fields. */
    private static final int[] FIELDS = {0, 1, 2, 8, 9, 10, 11};

    private static final int CPU_FIELD = 12;

    private final LabelSets byCpu;

    public SoftNet(Site site) {
        super("softnet", site);
        this.byCpu = site.sets("cpu");
    }

    private static Meter of(String name, String help) {
        return Meter.counter("node_softnet_" + name + "_total", help);
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("softnet_stat"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points[] points = new Meter.Points[METERS.length];
        for (int i = 0; i < METERS.length; i++) {
            points[i] = METERS[i].points();
        }
        text.need(site.roots().net("softnet_stat"));
        double[] values = new double[CPU_FIELD + 1];
        for (int line = 0; text.line(); line++) {
            int count = 0;
            while (count < values.length && text.field()) {
                values[count++] = text.hex();
            }
            // Older kernels do not say which processor it is.
            long cpu = count > CPU_FIELD ? (long) values[CPU_FIELD] : line;
            Labels labels = byCpu.of(String.valueOf(cpu));
            for (int i = 0; i < FIELDS.length; i++) {
                if (FIELDS[i] < count) {
                    points[i].add(labels, values[FIELDS[i]]);
                }
            }
        }
        return Meter.families(points);
    }
}
