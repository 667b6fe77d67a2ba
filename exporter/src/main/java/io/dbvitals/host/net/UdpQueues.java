package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;

/** Bytes that wait in UDP sockets: {@code /proc/net/udp} and {@code udp6}. */
public final class UdpQueues extends KernelCollector {
    private static final Meter QUEUES = Meter.gauge("node_udp_queues", "Bytes that wait in UDP sockets.");

    private final LabelSets labels;

    public UdpQueues(Site site) {
        super("udp_queues", site);
        this.labels = site.sets("queue", "ip");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("udp"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points queues = QUEUES.points();
        add("udp", "v4", queues);
        add("udp6", "v6", queues);
        return Meter.families(queues);
    }

    private void add(String file, String ip, Meter.Points queues) throws CollectException {
        if (!text.load(site.roots().net(file))) {
            return;
        }
        Sockets sockets = Sockets.read(text);
        queues.add(labels.of("tx", ip), sockets.sending());
        queues.add(labels.of("rx", ip), sockets.received());
    }
}
