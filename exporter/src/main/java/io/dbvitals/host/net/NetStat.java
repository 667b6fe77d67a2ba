package io.dbvitals.host.net;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Counters of the network protocols: some of {@code /proc/net/snmp}, {@code netstat} and {@code snmp6}. */
public final class NetStat extends KernelCollector {
    private static final Pattern WANTED = Pattern.compile("^(.*_(InErrors|InErrs)|Ip_Forwarding"
            + "|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)"
            + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
            + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
            + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$");

    private final MeterSet meters = new MeterSet();
    private final Map<String, Columns> columns = new HashMap<>();
    private final Map<String, Optional<String>> names = new HashMap<>();

    public NetStat(Site site) {
        super("netstat", site);
    }

    /** Of a line of names: what it was made from, and a family for those that are wanted. */
    private record Columns(String line, List<Optional<String>> families) {}

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("snmp"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        MeterSet.Reading reading = meters.reading();
        pairs(site.roots().net("netstat"), reading);
        pairs(site.roots().net("snmp"), reading);
        lines(site.roots().net("snmp6"), reading);
        return reading.families();
    }

    /** A line of names and a line of values, for each protocol. */
    private void pairs(File file, MeterSet.Reading reading) throws CollectException {
        if (!text.load(file)) {
            return;
        }
        while (text.line() && text.upTo(':')) {
            String protocol = text.text();
            String line = text.rest();
            Columns known = columns.get(protocol);
            if (known == null || !known.line().equals(line)) {
                known = new Columns(
                        line,
                        List.of(line.split(" ", -1)).stream()
                                .map(name -> family(protocol + "_" + name))
                                .toList());
                columns.put(protocol, known);
            }
            if (!text.line() || !text.upTo(':')) {
                return;
            }
            for (Optional<String> family : known.families()) {
                if (text.field() && family.isPresent()) {
                    add(reading, family.get());
                }
            }
        }
    }

    /** {@code Ip6InOctets 12}: protocol and name are written together. */
    private void lines(File file, MeterSet.Reading reading) throws CollectException {
        if (!text.load(file)) {
            return;
        }
        while (text.line() && text.field()) {
            Optional<String> family = names.computeIfAbsent(text.text(), NetStat::familyOf6);
            if (family.isPresent() && text.field()) {
                add(reading, family.get());
            }
        }
    }

    private static Optional<String> familyOf6(String joined) {
        int six = joined.indexOf('6') + 1;
        return six == 0 ? Optional.empty() : family(joined.substring(0, six) + "_" + joined.substring(six));
    }

    private static Optional<String> family(String name) {
        return WANTED.matcher(name).find() ? Optional.of("node_netstat_" + name) : Optional.empty();
    }

    private void add(MeterSet.Reading reading, String family) throws CollectException {
        reading.points(
                        family,
                        name -> Meter.untyped(
                                name, "Field " + name.substring("node_netstat_".length()) + " of /proc/net."))
                .add(site.labels(), text.number());
    }
}
