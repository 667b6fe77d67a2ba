package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** How network devices are set up and whether they are up: {@code /sys/class/net}. */
public final class NetClass extends KernelCollector {
    private record Attribute(String file, Meter meter, double factor, boolean hex, boolean onlyWhenUp) {
        private static Attribute of(String file, String name, String help) {
            return new Attribute(file, gauge(name, help), 1, false, false);
        }

        private static Attribute counter(String file, String name, String help) {
            return new Attribute(file, Meter.counter("node_network_" + name + "_total", help), 1, false, false);
        }

        private Attribute inHex() {
            return new Attribute(file, meter, factor, true, onlyWhenUp);
        }

        /** The kernel refuses to say while the device is down, which costs more to learn than to know. */
        private Attribute whenUp(double times) {
            return new Attribute(file, meter, times, hex, true);
        }
    }

    private static final List<Attribute> ATTRIBUTES = List.of(
            Attribute.of("addr_assign_type", "address_assign_type", "How the device got its address, as a number."),
            Attribute.of("carrier", "carrier", "Whether there is a carrier (1) or not (0).")
                    .whenUp(1),
            Attribute.counter("carrier_changes", "carrier_changes", "Times that the carrier came or went."),
            Attribute.counter("carrier_up_count", "carrier_up_changes", "Times that the carrier came."),
            Attribute.counter("carrier_down_count", "carrier_down_changes", "Times that the carrier went."),
            Attribute.of("dev_id", "device_id", "Which of the devices with one address it is.")
                    .inHex(),
            Attribute.of("dormant", "dormant", "Whether the device waits for something else (1) or not (0).")
                    .whenUp(1),
            Attribute.of("ifindex", "iface_id", "Number of the device."),
            Attribute.of("iflink", "iface_link", "Number of the device below it."),
            Attribute.of("link_mode", "iface_link_mode", "Mode of the link, as a number."),
            Attribute.of("mtu", "mtu_bytes", "The largest packet in bytes."),
            Attribute.of("name_assign_type", "name_assign_type", "How the device got its name, as a number."),
            Attribute.of("netdev_group", "net_dev_group", "Group of devices that it is in."),
            Attribute.of("speed", "speed_bytes", "Speed of the link in bytes a second.")
                    .whenUp(1e6 / 8),
            Attribute.of("tx_queue_len", "transmit_queue_length", "Packets that may wait to be sent."),
            Attribute.of("type", "protocol_type", "Kind of the device, as a number."));

    private static final Meter UP = gauge("up", "Whether the device works (1) or not (0).");
    private static final Meter FLAGS = gauge("flags", "Flags of the device, as a number.");
    private static final Meter INFO = gauge("info", "What device it is; always 1.");
    /** In the device's flags. */
    private static final int SET_UP = 1;

    private final File folder;
    private final LabelSets byDevice;
    private final LabelSets infos;

    public NetClass(Site site) {
        super("netclass", site);
        this.folder = site.roots().sys("class/net");
        this.byDevice = site.sets("device");
        this.infos = site.sets("device", "address", "broadcast", "duplex", "operstate", "adminstate", "ifalias");
    }

    private static Meter gauge(String name, String help) {
        return Meter.gauge("node_network_" + name, help);
    }

    @Override
    public Optional<String> absent() {
        return absent(folder);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        int count = ATTRIBUTES.size();
        Meter.Points[] points = new Meter.Points[count + 3];
        for (int i = 0; i < count; i++) {
            points[i] = ATTRIBUTES.get(i).meter().points();
        }
        points[count] = UP.points();
        points[count + 1] = FLAGS.points();
        points[count + 2] = INFO.points();
        for (String name : Folder.names(folder)) {
            File device = new File(folder, name);
            if (!text.attribute(new File(device, "flags"))) {
                continue;
            }
            double flags = text.hex();
            boolean up = ((long) flags & SET_UP) != 0;
            Labels labels = byDevice.of(name);
            points[count + 1].add(labels, flags);
            for (int i = 0; i < count; i++) {
                Attribute attribute = ATTRIBUTES.get(i);
                if ((up || !attribute.onlyWhenUp()) && text.attribute(new File(device, attribute.file()))) {
                    double value = attribute.hex() ? text.hex() : text.number();
                    points[i].add(labels, value * attribute.factor());
                }
            }
            String state = of(device, "operstate");
            points[count].add(labels, state.equals("up") ? 1 : 0);
            String duplex = up ? of(device, "duplex") : "";
            points[count + 2].add(
                    infos.of(
                            name,
                            of(device, "address"),
                            of(device, "broadcast"),
                            duplex,
                            state,
                            up ? "up" : "down",
                            of(device, "ifalias")),
                    1);
        }
        return Meter.families(points);
    }

    private String of(File device, String file) {
        return text.attributeText(new File(device, file)).orElse("");
    }
}
