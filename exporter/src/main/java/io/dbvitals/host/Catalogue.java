package io.dbvitals.host;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.cpu.Cpu;
import io.dbvitals.host.cpu.CpuFrequency;
import io.dbvitals.host.cpu.Interrupts;
import io.dbvitals.host.cpu.LoadAverage;
import io.dbvitals.host.cpu.Pressure;
import io.dbvitals.host.cpu.Processes;
import io.dbvitals.host.cpu.SchedulerStat;
import io.dbvitals.host.cpu.SoftInterrupts;
import io.dbvitals.host.cpu.Stat;
import io.dbvitals.host.disk.DiskStats;
import io.dbvitals.host.disk.MdRaid;
import io.dbvitals.host.disk.Nvme;
import io.dbvitals.host.filesystem.FileSystems;
import io.dbvitals.host.hardware.Dmi;
import io.dbvitals.host.hardware.Edac;
import io.dbvitals.host.hardware.Hwmon;
import io.dbvitals.host.hardware.PowerSupply;
import io.dbvitals.host.hardware.Thermal;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.libc.NativeCalls;
import io.dbvitals.host.memory.MemInfo;
import io.dbvitals.host.memory.VmStat;
import io.dbvitals.host.net.Arp;
import io.dbvitals.host.net.Bonding;
import io.dbvitals.host.net.Conntrack;
import io.dbvitals.host.net.NetClass;
import io.dbvitals.host.net.NetDevices;
import io.dbvitals.host.net.NetStat;
import io.dbvitals.host.net.SockStat;
import io.dbvitals.host.net.SoftNet;
import io.dbvitals.host.net.TcpStates;
import io.dbvitals.host.net.UdpQueues;
import io.dbvitals.host.system.Entropy;
import io.dbvitals.host.system.FileHandles;
import io.dbvitals.host.system.OsRelease;
import io.dbvitals.host.system.SeLinux;
import io.dbvitals.host.system.Time;
import io.dbvitals.host.system.Timex;
import io.dbvitals.host.system.Uname;
import io.dbvitals.host.textfile.TextFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every collector under its name in node_exporter, whether it runs unasked, and how it is made. */
final class Catalogue {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("arp", true, with -> new Arp(with.site())),
            new Entry("bonding", true, with -> new Bonding(with.site())),
            new Entry("conntrack", true, with -> new Conntrack(with.site())),
            new Entry("cpu", true, with -> new Cpu(with.site())),
            new Entry("cpufreq", true, with -> new CpuFrequency(with.site())),
            new Entry(
                    "diskstats",
                    true,
                    with -> new DiskStats(with.site(), with.filters().disksExclude())),
            new Entry("dmi", true, with -> new Dmi(with.site())),
            new Entry("edac", true, with -> new Edac(with.site())),
            new Entry("entropy", true, with -> new Entropy(with.site())),
            new Entry("filefd", true, with -> new FileHandles(with.site())),
            new Entry("hwmon", true, with -> new Hwmon(with.site())),
            new Entry("interrupts", false, with -> new Interrupts(with.site())),
            new Entry("loadavg", true, with -> new LoadAverage(with.site())),
            new Entry("mdadm", true, with -> new MdRaid(with.site())),
            new Entry("meminfo", true, with -> new MemInfo(with.site())),
            new Entry("netclass", true, with -> new NetClass(with.site())),
            new Entry(
                    "netdev",
                    true,
                    with -> new NetDevices(with.site(), with.filters().netDevicesExclude())),
            new Entry("netstat", true, with -> new NetStat(with.site())),
            new Entry("nvme", true, with -> new Nvme(with.site())),
            new Entry("os", true, with -> new OsRelease(with.site())),
            new Entry("powersupplyclass", true, with -> new PowerSupply(with.site())),
            new Entry("pressure", true, with -> new Pressure(with.site())),
            new Entry("processes", false, with -> new Processes(with.site())),
            new Entry("schedstat", true, with -> new SchedulerStat(with.site())),
            new Entry("selinux", true, with -> new SeLinux(with.site())),
            new Entry("sockstat", true, with -> new SockStat(with.site())),
            new Entry("softirqs", false, with -> new SoftInterrupts(with.site())),
            new Entry("softnet", true, with -> new SoftNet(with.site())),
            new Entry("stat", true, with -> new Stat(with.site())),
            new Entry("tcpstat", false, with -> new TcpStates(with.site())),
            new Entry("thermal_zone", true, with -> new Thermal(with.site())),
            new Entry("time", true, with -> new Time(with.site())),
            new Entry("timex", true, with -> new Timex(with.site(), with.calls())),
            new Entry("udp_queues", true, with -> new UdpQueues(with.site())),
            new Entry("uname", true, with -> new Uname(with.site())),
            new Entry("vmstat", true, with -> new VmStat(with.site())),
            // Those that may have to wait come last, so that the others do not wait for them.
            new Entry(
                    "textfile",
                    true,
                    with -> new TextFiles(with.site(), with.config().textfiles())),
            new Entry(
                    "filesystem",
                    true,
                    with -> new FileSystems(
                            with.site(),
                            with.calls()::space,
                            with.filters().mountPointsExclude(),
                            with.filters().fsTypesExclude())));

    private Catalogue() {}

    /** What collectors are made of. */
    record Parts(HostConfig config, Site site, NativeCalls calls) {
        HostConfig.Filters filters() {
            return config.filters();
        }
    }

    private interface Maker {
        KernelCollector of(Parts parts);
    }

    private record Entry(String name, boolean unasked, Maker maker) {}

    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ENTRIES.forEach(entry -> names.add(entry.name()));
        return names;
    }

    /** Whether the configuration wants it. */
    static boolean wanted(String name, HostConfig config) {
        boolean unasked = ENTRIES.stream().anyMatch(entry -> entry.name().equals(name) && entry.unasked());
        return (unasked || config.enable().contains(name)) && !config.disable().contains(name);
    }

    static List<KernelCollector> collectors(Parts parts) {
        return ENTRIES.stream()
                .filter(entry -> wanted(entry.name(), parts.config()))
                .map(entry -> entry.maker().of(parts))
                .toList();
    }
}
