package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.InternetProtocolStats;
import oshi.software.os.InternetProtocolStats.TcpStats;
import oshi.software.os.InternetProtocolStats.UdpStats;

/** Network devices and protocols. */
final class OshiNetwork {
    private static final Meter[] TRAFFIC = {
        Meter.counter("node_network_receive_bytes_total", "Bytes received."),
        Meter.counter("node_network_receive_packets_total", "Packets received."),
        Meter.counter("node_network_receive_errs_total", "Packets received with errors."),
        Meter.counter("node_network_receive_drop_total", "Packets received and thrown away."),
        Meter.counter("node_network_transmit_bytes_total", "Bytes sent."),
        Meter.counter("node_network_transmit_packets_total", "Packets sent."),
        Meter.counter("node_network_transmit_errs_total", "Packets that could not be sent because of errors.")
    };
    private static final Meter UP = Meter.gauge("node_network_up", "Whether the device works (1) or not (0).");
    private static final Meter MTU = Meter.gauge("node_network_mtu_bytes", "The largest packet in bytes.");
    private static final Meter SPEED = Meter.gauge("node_network_speed_bytes", "Speed of the link in bytes a second.");
    /** Windows says this of devices without a limit. */
    private static final long NO_LIMIT = Integer.MAX_VALUE;

    private final Labels labels;
    private final LabelSets byDevice;
    private final Optional<Pattern> excluded;
    private final HardwareAbstractionLayer hardware;
    private final InternetProtocolStats protocols;
    private final Listed<NetworkIF> forTraffic;
    private final Listed<NetworkIF> forLinks;

    OshiNetwork(
            Site site, Optional<String> exclude, HardwareAbstractionLayer hardware, InternetProtocolStats protocols) {
        this.labels = site.labels();
        this.byDevice = site.sets("device");
        this.excluded = exclude.filter(pattern -> !pattern.isEmpty()).map(Pattern::compile);
        this.hardware = hardware;
        this.protocols = protocols;
        // Two collectors run at the same time, and what OSHI lists is not made for that.
        this.forTraffic = new Listed<>(this::listed);
        this.forLinks = new Listed<>(this::listed);
    }

    private List<NetworkIF> listed() {
        return hardware.getNetworkIFs(true).stream()
                .filter(device -> excluded.isEmpty()
                        || !excluded.get().matcher(device.getName()).find())
                .toList();
    }

    List<MetricSnapshot> traffic() {
        Meter.Points[] points = new Meter.Points[TRAFFIC.length];
        for (int i = 0; i < TRAFFIC.length; i++) {
            points[i] = TRAFFIC[i].points();
        }
        for (NetworkIF device : forTraffic.get()) {
            if (!device.updateAttributes()) {
                continue;
            }
            Labels each = byDevice.of(device.getName());
            long[] values = {
                device.getBytesRecv(),
                device.getPacketsRecv(),
                device.getInErrors(),
                device.getInDrops(),
                device.getBytesSent(),
                device.getPacketsSent(),
                device.getOutErrors()
            };
            for (int i = 0; i < values.length; i++) {
                if (values[i] >= 0) {
                    points[i].add(each, values[i]);
                }
            }
        }
        return Meter.families(points);
    }

    List<MetricSnapshot> links() {
        Meter.Points up = UP.points();
        Meter.Points mtu = MTU.points();
        Meter.Points speed = SPEED.points();
        LabelSets own = new LabelSets(labels, "device");
        for (NetworkIF device : forLinks.get()) {
            if (!device.updateAttributes()) {
                continue;
            }
            Labels each = own.of(device.getName());
            if (device.getIfOperStatus() != NetworkIF.IfOperStatus.UNKNOWN) {
                up.add(each, device.getIfOperStatus() == NetworkIF.IfOperStatus.UP ? 1 : 0);
            }
            if (device.getMTU() > 0 && device.getMTU() < NO_LIMIT) {
                mtu.add(each, device.getMTU());
            }
            if (device.getSpeed() > 0) {
                speed.add(each, device.getSpeed() / 8.0);
            }
        }
        return Meter.families(up, mtu, speed);
    }

    List<MetricSnapshot> protocols() {
        List<MetricSnapshot> families = new ArrayList<>();
        TcpStats tcp = protocols.getTCPv4Stats();
        if (tcp.getSegmentsReceived() > 0) {
            add("Tcp_ActiveOpens", tcp.getConnectionsActive(), families);
            add("Tcp_PassiveOpens", tcp.getConnectionsPassive(), families);
            add("Tcp_CurrEstab", tcp.getConnectionsEstablished(), families);
            add("Tcp_InSegs", tcp.getSegmentsReceived(), families);
            add("Tcp_OutSegs", tcp.getSegmentsSent(), families);
            add("Tcp_RetransSegs", tcp.getSegmentsRetransmitted(), families);
            add("Tcp_InErrs", tcp.getInErrors(), families);
            add("Tcp_OutRsts", tcp.getOutResets(), families);
        }
        udp("Udp", protocols.getUDPv4Stats(), families);
        udp("Udp6", protocols.getUDPv6Stats(), families);
        return families;
    }

    /** On Linux OSHI takes datagrams received for those with errors and the other way round, so neither is shown. */
    private void udp(String protocol, UdpStats udp, List<MetricSnapshot> families) {
        if (udp.getDatagramsReceived() > 0 || udp.getDatagramsSent() > 0) {
            add(protocol + "_OutDatagrams", udp.getDatagramsSent(), families);
            add(protocol + "_NoPorts", udp.getDatagramsNoPort(), families);
        }
    }

    private void add(String name, long value, List<MetricSnapshot> families) {
        if (value >= 0) {
            families.add(Meter.untyped("node_netstat_" + name, "Field " + name + " of the protocol.")
                    .of(labels, value));
        }
    }
}
