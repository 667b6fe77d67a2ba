package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.waiting.Answer;
import io.dbvitals.host.waiting.Patience;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import oshi.software.os.FileSystem;
import oshi.software.os.OSFileStore;

/** How full file systems are. To list them and to read one may take for ever. */
final class OshiFileSystems implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Meter SIZE = Meter.gauge("node_filesystem_size_bytes", "Size of the file system in bytes.");
    private static final Meter FREE = Meter.gauge("node_filesystem_free_bytes", "Bytes that are free.");
    private static final Meter AVAILABLE =
            Meter.gauge("node_filesystem_avail_bytes", "Bytes that are free for others than the administrator.");
    private static final Meter FILES =
            Meter.gauge("node_filesystem_files", "Files that the file system can hold (inodes).");
    private static final Meter FILES_FREE =
            Meter.gauge("node_filesystem_files_free", "Files that the file system can still take (inodes).");
    private static final Meter READ_ONLY =
            Meter.gauge("node_filesystem_readonly", "Whether nothing can be written (1) or not (0).");
    private static final Meter ERROR =
            Meter.gauge("node_filesystem_device_error", "Whether the file system could not be asked (1) or could (0).");

    private final LabelSets labels;
    private final Optional<Pattern> pointsExcluded;
    private final Optional<Pattern> typesExcluded;
    private final Listed<OSFileStore> stores;
    private final Patience listing = new Patience("list of file systems", LIMIT);
    private final Patience reading = new Patience("mount point", LIMIT);

    OshiFileSystems(Site site, Optional<String> pointsExcluded, Optional<String> typesExcluded, FileSystem system) {
        this.labels = site.sets("device", "mountpoint", "fstype", "device_error");
        this.pointsExcluded = pointsExcluded.map(Pattern::compile);
        this.typesExcluded = typesExcluded.map(Pattern::compile);
        this.stores = new Listed<>(system::getFileStores);
    }

    @Override
    public void close() {
        listing.close();
        reading.close();
    }

    List<MetricSnapshot> read(Deadline deadline) throws CollectException, InterruptedException {
        Map<String, OSFileStore> known = new LinkedHashMap<>();
        Map<String, Callable<Boolean>> questions = new LinkedHashMap<>();
        for (OSFileStore store : listed(deadline)) {
            if (!excluded(pointsExcluded, store.getMount()) && !excluded(typesExcluded, store.getType())) {
                known.putIfAbsent(store.getMount(), store);
                questions.putIfAbsent(store.getMount(), store::updateAttributes);
            }
        }
        Map<String, Answer<Boolean>> answers = reading.ask(questions, deadline);
        Meter.Points[] points = {
            SIZE.points(),
            FREE.points(),
            AVAILABLE.points(),
            FILES.points(),
            FILES_FREE.points(),
            READ_ONLY.points(),
            ERROR.points()
        };
        known.forEach((mount, store) -> add(store, answers.getOrDefault(mount, new Answer.Stuck<>()), points));
        return Meter.families(points);
    }

    private List<OSFileStore> listed(Deadline deadline) throws CollectException, InterruptedException {
        Map<String, Callable<List<OSFileStore>>> question = Map.of("all", stores::get);
        Answer<List<OSFileStore>> answer = listing.ask(question, deadline).getOrDefault("all", new Answer.Stuck<>());
        if (answer instanceof Answer.Got<List<OSFileStore>> got) {
            return got.value();
        }
        throw new CollectException(
                answer instanceof Answer.Stuck ? Reason.TIMEOUT : Reason.UNSUPPORTED,
                "the file systems cannot be listed: " + answer);
    }

    private static boolean excluded(Optional<Pattern> pattern, String name) {
        return pattern.isPresent() && pattern.get().matcher(name).find();
    }

    private void add(OSFileStore store, Answer<Boolean> answer, Meter.Points[] points) {
        String error = answer instanceof Answer.Got<Boolean> ? "" : "mountpoint timeout";
        Labels each = labels.of(store.getVolume(), store.getMount(), store.getType(), error);
        points[6].add(each, error.isEmpty() ? 0 : 1);
        if (!error.isEmpty() || store.getTotalSpace() <= 0) {
            return;
        }
        points[0].add(each, store.getTotalSpace());
        points[1].add(each, store.getFreeSpace());
        points[2].add(each, store.getUsableSpace());
        if (store.getTotalInodes() > 0) {
            points[3].add(each, store.getTotalInodes());
            points[4].add(each, store.getFreeInodes());
        }
        List<String> options = List.of(store.getOptions().split(",", -1));
        if (!store.getOptions().isEmpty()) {
            points[5].add(each, options.contains("ro") || options.contains("read-only") ? 1 : 0);
        }
    }
}
