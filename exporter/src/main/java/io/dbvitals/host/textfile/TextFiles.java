package io.dbvitals.host.textfile;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.waiting.Answer;
import io.dbvitals.host.waiting.Patience;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Families that other programs wrote into files {@code *.prom} in some folders. A file with a mistake is left out and named in the log,
 * once; folders that do not answer are left alone.
 */
public final class TextFiles extends KernelCollector implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(TextFiles.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Meter ERROR = Meter.gauge(
            "node_textfile_scrape_error", "Whether a folder or file of text could not be read (1) or all could (0).");
    private static final Meter CHANGED = Meter.gauge(
            "node_textfile_mtime_seconds", "When the file of text was last written, in seconds since 1970.");

    private final List<Path> folders;
    private final Patience patience = new Patience("textfile folder", LIMIT);
    private final LabelSets byFile;
    private final TextSnapshots snapshots;
    private final Map<Path, Parsed> known = new ConcurrentHashMap<>();
    private final Map<String, String> said = new TreeMap<>();

    public TextFiles(Site site, List<Path> folders) {
        super("textfile", site);
        this.folders = folders;
        this.byFile = site.sets("file");
        this.snapshots = new TextSnapshots(site.labels());
    }

    /** A file as it was then; what is wrong with it, or nothing. */
    private record Parsed(long mtimeMillis, long size, List<TextFamily> families, String mistake) {}

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public void close() {
        patience.close();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws InterruptedException {
        Map<String, Callable<Map<Path, Parsed>>> questions = new LinkedHashMap<>();
        for (Path folder : folders) {
            questions.put(folder.toString(), () -> read(folder));
        }
        Map<String, String> mistakes = new TreeMap<>();
        Map<Path, Parsed> files = new LinkedHashMap<>();
        if (!questions.isEmpty()) {
            patience.ask(questions, deadline).forEach((folder, answer) -> {
                if (answer instanceof Answer.Got<Map<Path, Parsed>> got) {
                    files.putAll(got.value());
                } else if (answer instanceof Answer.Failed<Map<Path, Parsed>> failed) {
                    mistakes.put(folder, failed.cause().toString());
                } else {
                    mistakes.put(folder, "it does not answer");
                }
            });
        }
        List<MetricSnapshot> families = families(files, mistakes);
        families.add(ERROR.of(site.labels(), mistakes.isEmpty() ? 0 : 1));
        say(mistakes);
        return families;
    }

    /** On a thread that may never come back. */
    private Map<Path, Parsed> read(Path folder) throws IOException {
        Map<Path, Parsed> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.prom")) {
            for (Path file : entries) {
                files.put(file, parsed(file));
            }
        }
        known.keySet().removeIf(file -> folder.equals(file.getParent()) && !files.containsKey(file));
        return files;
    }

    private Parsed parsed(Path file) {
        Parsed last = known.get(file);
        long mtime = 0;
        long size = -1;
        try {
            mtime = Files.getLastModifiedTime(file).toMillis();
            size = Files.size(file);
            if (last == null
                    || last.mtimeMillis() != mtime
                    || last.size() != size
                    || !last.mistake().isEmpty()) {
                last = new Parsed(mtime, size, TextPage.parse(Files.readString(file)), "");
                known.put(file, last);
            }
            return last;
        } catch (IOException e) {
            return new Parsed(mtime, size, List.of(), e.toString());
        } catch (TextPage.BadPage e) {
            return new Parsed(mtime, size, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** Those of all files; of families of one name the first type counts, of samples with equal labels the first. */
    private List<MetricSnapshot> families(Map<Path, Parsed> files, Map<String, String> mistakes) {
        Map<String, TextFamily> merged = new LinkedHashMap<>();
        Meter.Points changed = CHANGED.points();
        files.forEach((file, parsed) -> {
            if (!parsed.mistake().isEmpty()) {
                mistakes.put(file.toString(), parsed.mistake());
                return;
            }
            changed.add(byFile.of(file.toString()), parsed.mtimeMillis() / 1000.0);
            for (TextFamily family : parsed.families()) {
                merge(file, family, merged, mistakes);
            }
        });
        List<MetricSnapshot> families = Meter.families(changed);
        merged.forEach((name, family) -> {
            try {
                families.add(snapshots.of(family));
            } catch (IllegalArgumentException e) {
                mistakes.put(name, String.valueOf(e.getMessage()));
            }
        });
        return families;
    }

    private static void merge(
            Path file, TextFamily family, Map<String, TextFamily> merged, Map<String, String> mistakes) {
        TextFamily first = merged.computeIfAbsent(
                family.name(), name -> new TextFamily(name, family.type(), family.help(), new ArrayList<>()));
        if (!first.type().equals(family.type())) {
            mistakes.put(
                    file.toString(),
                    family.name() + " is a " + family.type() + " here and a " + first.type() + " before");
            return;
        }
        Map<Map.Entry<String, Map<String, String>>, TextSample> samples = new LinkedHashMap<>();
        first.samples().forEach(sample -> samples.put(Map.entry(sample.name(), sample.labels()), sample));
        for (TextSample sample : family.samples()) {
            if (samples.putIfAbsent(Map.entry(sample.name(), sample.labels()), sample) == null) {
                first.samples().add(sample);
            } else {
                mistakes.put(file.toString(), sample.name() + sample.labels() + " stands twice");
            }
        }
    }

    /** A line for each mistake that is new, not one for each scrape. */
    private void say(Map<String, String> mistakes) {
        mistakes.forEach((where, what) -> {
            if (!what.equals(said.get(where))) {
                logger.warn("textfile {}: {}", where, what);
            }
        });
        said.clear();
        said.putAll(mistakes);
    }
}
