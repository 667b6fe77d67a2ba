package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.filesystem.Space;
import io.dbvitals.host.filesystem.SpaceFamilies;
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
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import oshi.software.os.FileSystem;
import oshi.software.os.OSFileStore;

/** How full file systems are. To list them and to read one may take for ever. */
final class OshiFileSystems implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);

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
        SpaceFamilies families = new SpaceFamilies();
        known.forEach((mount, store) -> add(store, answers.getOrDefault(mount, new Answer.Stuck<>()), families));
        return families.families();
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

    private void add(OSFileStore store, Answer<Boolean> answer, SpaceFamilies families) {
        String error = answer instanceof Answer.Got<Boolean> ? "" : SpaceFamilies.STUCK;
        Labels each = labels.of(store.getVolume(), store.getMount(), store.getType(), error);
        families.error(each, !error.isEmpty());
        if (!error.isEmpty() || store.getTotalSpace() <= 0) {
            return;
        }
        // 0 inodes means that they are not known.
        boolean inodes = store.getTotalInodes() > 0;
        families.space(
                each,
                new Space(
                        store.getTotalSpace(),
                        store.getFreeSpace(),
                        store.getUsableSpace(),
                        inodes ? OptionalDouble.of((double) store.getTotalInodes()) : OptionalDouble.empty(),
                        inodes ? OptionalDouble.of((double) store.getFreeInodes()) : OptionalDouble.empty()));
        List<String> options = List.of(store.getOptions().split(",", -1));
        if (!store.getOptions().isEmpty()) {
            families.readOnly(each, options.contains("ro") || options.contains("read-only"));
        }
    }
}
