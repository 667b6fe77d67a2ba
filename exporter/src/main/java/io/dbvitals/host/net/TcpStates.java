package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TCP connections by state: {@code /proc/net/tcp} and {@code tcp6}. Their size grows with the connections, so off by default. */
public final class TcpStates extends KernelCollector {
    private static final Meter STATES =
            Meter.gauge("node_tcp_connection_states", "TCP connections by state, and bytes that wait in them.");

    /** By the kernel's number. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "established"),
            Map.entry(2, "syn_sent"),
            Map.entry(3, "syn_recv"),
            Map.entry(4, "fin_wait1"),
            Map.entry(5, "fin_wait2"),
            Map.entry(6, "time_wait"),
            Map.entry(7, "close"),
            Map.entry(8, "close_wait"),
            Map.entry(9, "last_ack"),
            Map.entry(10, "listen"),
            Map.entry(11, "closing"));

    private final LabelSets byState;

    public TcpStates(Site site) {
        super("tcpstat", site);
        this.byState = site.sets("state");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("tcp"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        int[] counts = new int[Sockets.STATES];
        double sending = 0;
        double received = 0;
        for (String file : new String[] {"tcp", "tcp6"}) {
            if (text.load(site.roots().net(file))) {
                Sockets sockets = Sockets.read(text);
                for (int i = 0; i < counts.length; i++) {
                    counts[i] += sockets.states().get(i);
                }
                sending += sockets.sending();
                received += sockets.received();
            }
        }
        Meter.Points states = STATES.points();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && NAMES.containsKey(i)) {
                states.add(byState.of(NAMES.get(i)), counts[i]);
            }
        }
        states.add(byState.of("tx_queued_bytes"), sending);
        states.add(byState.of("rx_queued_bytes"), received);
        return Meter.families(states);
    }
}
