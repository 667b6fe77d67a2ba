package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What network devices have received and sent: {@code /proc/net/dev}. */
public final class NetDevices extends KernelCollector {
    /** In the order of the file's columns. */
    private static final Meter[] METERS = {
        of("receive_bytes", "Bytes received."),
        of("receive_packets", "Packets received."),
        of("receive_errs", "Packets received with errors."),
        of("receive_drop", "Packets received and thrown away."),
        of("receive_fifo", "Packets lost because a buffer of the device was full."),
        of("receive_frame", "Packets received with errors of framing."),
        of("receive_compressed", "Compressed packets received."),
        of("receive_multicast", "Multicast packets received."),
        of("transmit_bytes", "Bytes sent."),
        of("transmit_packets", "Packets sent."),
        of("transmit_errs", "Packets that could not be sent because of errors."),
        of("transmit_drop", "Packets thrown away instead of sent."),
        of("transmit_fifo", "Packets not sent because a buffer of the device was full."),
        of("transmit_colls", "Collisions."),
        of("transmit_carrier", "Packets not sent for want of a carrier."),
        of("transmit_compressed", "Compressed packets sent.")
    };

    private static final Meter NO_HANDLER =
            of("receive_nohandler", "Packets thrown away because the device is not in use.");

    private final LabelSets byDevice;
    private final Optional<Pattern> excluded;

    /** @param exclude a regular expression that is looked for in a device's name; empty: all are shown */
    public NetDevices(Site site, Optional<String> exclude) {
        super("netdev", site);
        this.byDevice = site.sets("device");
        this.excluded = exclude.filter(pattern -> !pattern.isEmpty()).map(Pattern::compile);
    }

    private static Meter of(String name, String help) {
        return Meter.counter("node_network_" + name + "_total", help);
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("dev"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points[] points = new Meter.Points[METERS.length + 1];
        for (int i = 0; i < METERS.length; i++) {
            points[i] = METERS[i].points();
        }
        points[METERS.length] = NO_HANDLER.points();
        text.need(site.roots().net("dev"));
        Map<String, Labels> devices = new LinkedHashMap<>();
        while (text.line()) {
            if (!text.upTo(':')) {
                continue;
            }
            String device = text.text();
            if (excluded.isPresent() && excluded.get().matcher(device).find()) {
                continue;
            }
            Labels labels = byDevice.of(device);
            devices.put(device, labels);
            for (int i = 0; i < METERS.length && text.field(); i++) {
                points[i].add(labels, text.number());
            }
        }
        File folder = site.roots().sys("class/net");
        for (Map.Entry<String, Labels> device : devices.entrySet()) {
            if (text.attribute(new File(folder, device.getKey() + "/statistics/rx_nohandler"))) {
                points[METERS.length].add(device.getValue(), text.number());
            }
        }
        return Meter.families(points);
    }
}
