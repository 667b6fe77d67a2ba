package io.dbvitals.host.cpu;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.KernelText;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many processes and threads there are, by state: {@code /proc/*}{@code /stat}. Reads a file for each, so off by default. */
public final class Processes extends KernelCollector {
    private static final Meter THREADS = Meter.gauge("node_processes_threads", "Threads of all processes.");
    private static final Meter MAX_THREADS = Meter.gauge("node_processes_max_threads", "Threads that there may be.");
    private static final Meter PROCESSES = Meter.gauge("node_processes_pids", "Processes.");
    private static final Meter MAX_PROCESSES =
            Meter.gauge("node_processes_max_processes", "Processes that there may be.");
    private static final Meter STATES = Meter.gauge("node_processes_state", "Processes by state.");
    private static final Meter THREAD_STATES = Meter.gauge("node_processes_threads_state", "Threads by state.");

    private final LabelSets byState;
    private final LabelSets byThreadState;

    public Processes(Site site) {
        super("processes", site);
        this.byState = site.sets("state");
        this.byThreadState = site.sets("thread_state");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().proc("sys/kernel/threads-max"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Map<String, Integer> states = new TreeMap<>();
        Map<String, Integer> threadStates = new TreeMap<>();
        int processes = 0;
        int threads = 0;
        for (String pid : Folder.numbered(site.roots().procfs().toFile(), "")) {
            File folder = site.roots().proc(pid);
            Optional<String> state = state(new File(folder, "stat"));
            // It may have ended since the folder was read.
            if (state.isEmpty()) {
                continue;
            }
            processes++;
            states.merge(state.get(), 1, Integer::sum);
            for (String thread : Folder.names(new File(folder, "task"))) {
                Optional<String> of = state(new File(folder, "task/" + thread + "/stat"));
                if (of.isPresent()) {
                    threads++;
                    threadStates.merge(of.get(), 1, Integer::sum);
                }
            }
        }
        Meter.Points byStates = STATES.points();
        states.forEach((state, count) -> byStates.add(byState.of(state), count));
        Meter.Points byThreadStates = THREAD_STATES.points();
        threadStates.forEach((state, count) -> byThreadStates.add(byThreadState.of(state), count));
        List<MetricSnapshot> families = new ArrayList<>(Meter.families(byStates, byThreadStates));
        families.add(PROCESSES.of(site.labels(), processes));
        families.add(THREADS.of(site.labels(), threads));
        limit("sys/kernel/threads-max", MAX_THREADS, families);
        limit("sys/kernel/pid_max", MAX_PROCESSES, families);
        return families;
    }

    /** The letter behind the name, which may hold spaces and brackets itself. */
    private Optional<String> state(File stat) {
        KernelText read = text;
        if (!read.attribute(stat)) {
            return Optional.empty();
        }
        String line = read.line(0);
        int at = line.lastIndexOf(')') + 2;
        return at > 1 && at < line.length() ? Optional.of(line.substring(at, at + 1)) : Optional.empty();
    }

    private void limit(String file, Meter meter, List<MetricSnapshot> families) throws CollectException {
        if (text.attribute(site.roots().proc(file))) {
            families.add(meter.of(site.labels(), text.number()));
        }
    }
}
