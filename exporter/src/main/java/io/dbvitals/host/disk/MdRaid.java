package io.dbvitals.host.disk;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arrays of disks that the kernel makes: {@code /proc/mdstat} and {@code /sys/block/md*}{@code /md}. */
public final class MdRaid extends KernelCollector {
    private static final Meter STATE = Meter.gauge("node_md_state", "In which state the array is (1).");
    private static final Meter DISKS = Meter.gauge("node_md_disks", "Disks of the array by state.");
    private static final Meter REQUIRED = Meter.gauge("node_md_disks_required", "Disks that the array is to have.");
    private static final Meter BLOCKS = Meter.gauge("node_md_blocks", "Blocks of 1 KiB of the array.");
    private static final Meter SYNCED = Meter.gauge(
            "node_md_blocks_synced",
            "Blocks that the check or repair under way has done; all where none is under way.");
    private static final Meter RAID_DISKS =
            Meter.gauge("node_md_raid_disks", "Disks that the array has when it is whole.");
    private static final Meter DEGRADED = Meter.gauge("node_md_degraded", "Disks that the array lacks.");

    /** Words of the file by state's label, the first that is found counts. */
    private static final List<Map.Entry<String, String>> ACTIVITIES = List.of(
            Map.entry("recovery", "recovering"),
            Map.entry("reshape", "reshaping"),
            Map.entry("resync", "resync"),
            Map.entry("check", "check"));

    private static final List<String> STATES = List.of("active", "inactive", "recovering", "resync", "check");

    private final File file;
    private final LabelSets byDevice;
    private final LabelSets byState;

    public MdRaid(Site site) {
        super("mdadm", site);
        this.file = site.roots().proc("mdstat");
        this.byDevice = site.sets("device");
        this.byState = site.sets("device", "state");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points states = STATE.points();
        Meter.Points disks = DISKS.points();
        Meter.Points required = REQUIRED.points();
        Meter.Points blocks = BLOCKS.points();
        Meter.Points synced = SYNCED.points();
        Meter.Points raidDisks = RAID_DISKS.points();
        Meter.Points degraded = DEGRADED.points();
        List<String> lines = text.whole(file).map(all -> all.lines().toList()).orElse(List.of());
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).startsWith("md")) {
                continue;
            }
            Array array = Array.of(lines, i);
            Labels device = byDevice.of(array.name());
            for (String state : STATES) {
                states.add(byState.of(array.name(), state), array.state().equals(state) ? 1 : 0);
            }
            disks.add(byState.of(array.name(), "active"), array.active());
            disks.add(byState.of(array.name(), "failed"), array.failed());
            disks.add(byState.of(array.name(), "spare"), array.spare());
            required.add(device, array.required());
            blocks.add(device, array.blocks());
            synced.add(device, array.synced());
            File folder = site.roots().sys("block/" + array.name() + "/md");
            if (text.attribute(new File(folder, "raid_disks"))) {
                raidDisks.add(device, text.number());
            }
            if (text.attribute(new File(folder, "degraded"))) {
                degraded.add(device, text.number());
            }
        }
        return Meter.families(states, disks, required, blocks, synced, raidDisks, degraded);
    }

    private record Array(
            String name,
            String state,
            long active,
            int failed,
            int spare,
            long required,
            double blocks,
            double synced) {
        /** Two lines or three: {@code md0 : active raid1 a[0] b[1](F)}, {@code 100 blocks [2/1] [U_]}, what is under way. */
        static Array of(List<String> lines, int at) {
            String head = lines.get(at);
            String size = lines.get(at + 1).strip();
            String under = at + 2 < lines.size() ? lines.get(at + 2) : "";
            if (under.contains("bitmap")) {
                under = at + 3 < lines.size() ? lines.get(at + 3) : "";
            }
            String[] words = head.split("\\s+", -1);
            String state = words.length > 2 ? words[2] : "";
            int parts = count(head, "[");
            long required = parts;
            long active = parts;
            if (state.equals("inactive")) {
                required = 0;
                active = 0;
            } else if (!head.contains("raid0") && !head.contains("linear")) {
                String counts = between(size, "[", "]");
                required = number(counts.split("/", -1)[0]);
                active = counts.contains("/") ? number(counts.split("/", -1)[1]) : required;
            }
            double blocks = number(size.split("\\s+", -1)[0]);
            double synced = blocks;
            for (Map.Entry<String, String> activity : ACTIVITIES) {
                if (under.contains(activity.getKey())) {
                    state = activity.getValue();
                    boolean waits = under.contains("PENDING") || under.contains("DELAYED");
                    synced = waits ? 0 : number(between(under, "(", "/"));
                    break;
                }
            }
            return new Array(words[0], state, active, count(head, "(F)"), count(head, "(S)"), required, blocks, synced);
        }

        private static int count(String text, String part) {
            return (text.length() - text.replace(part, "").length()) / part.length();
        }

        private static String between(String text, String from, String to) {
            int start = text.indexOf(from) + 1;
            int end = text.indexOf(to, start);
            return start == 0 || end < 0 ? "" : text.substring(start, end);
        }

        /** Zero where it is none. */
        private static long number(String text) {
            try {
                return Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
