package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** One machine: use, saturation and errors of each resource. */
public final class SystemBoard {
    private static final String DISK = "{@,fstype!~\"tmpfs|ramfs|overlay|squashfs|fuse.*|nfs.*\"}";
    private static final String CARD = "{@,device!~\"lo|veth.*|br.*|docker.*\"}";
    private static final String DRIVE = "{@,device!~\"loop.*|ram.*|dm-.*\"}";
    private static final Limits FREE = Limits.below(0.1, 0.05).of("host/filesystem_free_ratio");

    private SystemBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-system",
                        "System",
                        "Use, saturation and errors of CPU, memory, disk and network.",
                        Scope.targets("node_boot_time_seconds"))
                .mark(Annotation.event("Boots", "changes(node_boot_time_seconds{@}[2m]) > 0", "booted: {{instance}}"))
                .row(health())
                .row(cpu())
                .row(memory())
                .row(disk())
                .row(network())
                .row(kernel());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Booted", Unit.MOMENT, "When the machine was started.")
                                .query("node_boot_time_seconds{@} * 1000", "@"),
                        stat("CPU used", Unit.RATIO, "Of all CPUs, 5 min.")
                                .query("host:cpu_used:ratio_rate5m{@}", "@")
                                .limits(Limits.warnAbove(0.9).of("host/cpu_used_ratio"))
                                .max(1)
                                .alerts("HostCpuHigh"),
                        stat("Memory available", Unit.RATIO, "That programs can still get.")
                                .query(available(), "@")
                                .limits(Limits.warnBelow(0.1).of("host/memory_available_ratio"))
                                .max(1)
                                .alerts("HostMemoryLow"),
                        stat("Least free space", Unit.RATIO, "Of the fullest file system.")
                                .query("min by (@) (" + free() + ")", "@")
                                .limits(FREE)
                                .max(1)
                                .alerts("HostFilesystemCritical", "HostFilesystemLow"),
                        stat("Killed for memory", Unit.NUMBER, "Processes that the kernel killed, within an hour.")
                                .query("increase(node_vmstat_oom_kill{@}[1h])", "@")
                                .limits(Limits.alarmAbove(0))
                                .alerts("HostOomKill"),
                        stat("Load per CPU", Unit.NUMBER, "Mean of 5 minutes; above 1, tasks wait.")
                                .query(
                                        "node_load5{@} / on (@) count by (@) (node_cpu_seconds_total{@,mode=\"idle\"})",
                                        "@"));
    }

    private static Row cpu() {
        return Row.open("CPU")
                .line(
                        graph("CPU by mode", Unit.RATIO, "Of all CPUs.")
                                .query(
                                        "sum by (@, mode) (rate(node_cpu_seconds_total{@,mode!=\"idle\"}[$__rate_interval]))"
                                                + " / on (@) group_left () count by (@) (node_cpu_seconds_total{@,mode=\"idle\"})",
                                        "@ {{mode}}")
                                .max(1)
                                .stacked()
                                .alerts("HostCpuHigh"),
                        graph("CPU pressure", Unit.RATIO, "Time in which a task waited for a CPU.")
                                .query("rate(node_pressure_cpu_waiting_seconds_total{@}[$__rate_interval])", "@")
                                .limits(Limits.warnAbove(0.5).of("host/cpu_pressure_ratio"))
                                .max(1)
                                .ifEmpty("The kernel counts no pressure")
                                .alerts("HostCpuPressure"),
                        graph("Load", Unit.NUMBER, "Tasks that run or wait, means of 1, 5 and 15 minutes.")
                                .query("node_load1{@}", "@ 1 min")
                                .query("node_load5{@}", "@ 5 min")
                                .query("node_load15{@}", "@ 15 min"));
    }

    private static Row memory() {
        return Row.open("Memory")
                .line(
                        graph("Memory", Unit.BYTES, "All, available, and in the page cache.")
                                .query("node_memory_MemTotal_bytes{@}", "@ all")
                                .query("node_memory_MemAvailable_bytes{@}", "@ available")
                                .query("node_memory_Cached_bytes{@}", "@ page cache")
                                .query("node_memory_Dirty_bytes{@}", "@ dirty"),
                        graph("Swapping", Unit.OPERATIONS, "Pages in and out: activity hurts, fullness does not.")
                                .query("rate(node_vmstat_pswpin{@}[$__rate_interval])", "@ in")
                                .query("rate(node_vmstat_pswpout{@}[$__rate_interval])", "@ out")
                                .limits(Limits.warnAbove(500).of("host/swapped_pages_per_second"))
                                .alerts("HostSwapping"),
                        graph("Memory pressure", Unit.RATIO, "Time in which a task waited for memory.")
                                .query("rate(node_pressure_memory_waiting_seconds_total{@}[$__rate_interval])", "@")
                                .max(1)
                                .ifEmpty("The kernel counts no pressure"));
    }

    private static Row disk() {
        return Row.open("Disks")
                .line(
                        graph("Free space", Unit.RATIO, "By file system.")
                                .query(free(), "@ {{mountpoint}}")
                                .limits(FREE)
                                .max(1)
                                .alerts(
                                        "HostFilesystemCritical",
                                        "HostFilesystemLow",
                                        "HostFilesystemFullIn4Hours",
                                        "HostFilesystemFullIn4Days"),
                        graph("Queue", Unit.NUMBER, "Requests that wait for the disk.")
                                .query(
                                        "rate(node_disk_io_time_weighted_seconds_total" + DRIVE + "[$__rate_interval])",
                                        "@ {{device}}")
                                .limits(Limits.warnAbove(10).of("host/disk_queue_length"))
                                .alerts("HostDiskSaturated"),
                        graph("Busy", Unit.RATIO, "Time in which a disk had something to do.")
                                .query(
                                        "rate(node_disk_io_time_seconds_total" + DRIVE + "[$__rate_interval])",
                                        "@ {{device}}")
                                .max(1))
                .line(
                        graph("Throughput", Unit.BYTES_PER_SECOND, "Read and written.")
                                .query(
                                        "rate(node_disk_read_bytes_total" + DRIVE + "[$__rate_interval])",
                                        "@ {{device}} read")
                                .query(
                                        "rate(node_disk_written_bytes_total" + DRIVE + "[$__rate_interval])",
                                        "@ {{device}} write"),
                        graph("Time of a request", Unit.SECONDS, "Mean.")
                                .query(latency("read_time", "reads"), "@ {{device}} read")
                                .query(latency("write_time", "writes"), "@ {{device}} write")
                                .ifEmpty("No requests"),
                        graph("Free inodes", Unit.RATIO, "By file system.")
                                .query(
                                        "node_filesystem_files_free" + DISK + " / (node_filesystem_files" + DISK
                                                + " > 0)",
                                        "@ {{mountpoint}}")
                                .limits(Limits.warnBelow(0.1).of("host/inodes_free_ratio"))
                                .max(1)
                                .alerts("HostInodesLow"));
    }

    private static Row network() {
        return Row.open("Network")
                .line(
                        graph("Throughput", Unit.BYTES_PER_SECOND, "Received and sent.")
                                .query(
                                        "rate(node_network_receive_bytes_total" + CARD + "[$__rate_interval])",
                                        "@ {{device}} in")
                                .query(
                                        "rate(node_network_transmit_bytes_total" + CARD + "[$__rate_interval])",
                                        "@ {{device}} out"),
                        graph("Errors and drops", Unit.PACKETS, "Cable, driver, or too small a buffer.")
                                .query(
                                        "rate(node_network_receive_errs_total" + CARD + "[$__rate_interval])",
                                        "@ {{device}} in errors")
                                .query(
                                        "rate(node_network_transmit_errs_total" + CARD + "[$__rate_interval])",
                                        "@ {{device}} out errors")
                                .query(
                                        "rate(node_network_receive_drop_total" + CARD + "[$__rate_interval])",
                                        "@ {{device}} in drops")
                                .alerts("HostNetworkErrors"));
    }

    private static Row kernel() {
        return Row.closed("Kernel")
                .line(
                        graph("Open files", Unit.RATIO, "Of what the kernel allows.")
                                .query("node_filefd_allocated{@} / (node_filefd_maximum{@} > 0)", "@")
                                .limits(Limits.warnAbove(0.8).of("host/file_descriptors_used_ratio"))
                                .max(1)
                                .alerts("HostFileDescriptorsHigh"),
                        graph("Tracked connections", Unit.RATIO, "Of what the kernel allows.")
                                .query("node_nf_conntrack_entries{@} / (node_nf_conntrack_entries_limit{@} > 0)", "@")
                                .limits(Limits.warnAbove(0.8).of("host/conntrack_used_ratio"))
                                .max(1)
                                .ifEmpty("Not tracked")
                                .alerts("HostConntrackFull"),
                        graph("Clock", Unit.SECONDS, "How far it may be off; 16 s: not synchronised.")
                                .query("node_timex_maxerror_seconds{@}", "@")
                                .limits(Limits.warnAbove(16))
                                .alerts("HostClockUnsynchronised"),
                        graph("Context switches", Unit.OPERATIONS, "And interrupts.")
                                .query("rate(node_context_switches_total{@}[$__rate_interval])", "@ switches")
                                .query("rate(node_intr_total{@}[$__rate_interval])", "@ interrupts"))
                .line(table("RAID", "Disks that an array lacks.")
                        .column(
                                "Missing",
                                Unit.NUMBER,
                                "max by (@, device) (node_md_disks_required{@}) - max by (@, device) (node_md_disks{@,state=\"active\"})",
                                Limits.warnAbove(0))
                        .ifEmpty("No RAID")
                        .alerts("HostRaidDegraded"));
    }

    private static String available() {
        return "node_memory_MemAvailable_bytes{@} / (node_memory_MemTotal_bytes{@} > 0)";
    }

    private static String free() {
        return "node_filesystem_avail_bytes" + DISK + " / (node_filesystem_size_bytes" + DISK + " > 0)";
    }

    private static String latency(String time, String count) {
        return "rate(node_disk_" + time + "_seconds_total" + DRIVE + "[$__rate_interval]) / (rate(node_disk_" + count
                + "_completed_total" + DRIVE + "[$__rate_interval]) > 0)";
    }
}
