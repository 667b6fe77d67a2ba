package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Page;
import io.dbvitals.demo.Scraper;
import io.dbvitals.demo.bench.Figures.Figure;
import io.dbvitals.demo.bench.system.ProcessCost;
import io.dbvitals.demo.bench.system.Systems;
import io.dbvitals.demo.bench.system.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Measures exporters at the same systems: first each alone, then all by turns. */
final class Measurement {
    private static final int WARM_UP = 20;
    private static final int STARTS = 5;
    private static final int SETTLE_SECONDS = 3;
    private static final int IDLE_SECONDS = 15;
    private static final Duration PROMETHEUS_INTERVAL = Duration.ofSeconds(15);

    private final Path folder;
    private final Pace pace;
    /** What each system does by itself, in milliseconds of CPU per second. */
    private final Map<Watched, Double> idleCpu = new HashMap<>();

    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * How much is measured.
     *
     * @param interleaved scrapes of each exporter, by turns
     * @param alone scrapes of each exporter, one after the other
     * @param paced scrapes of each exporter at Prometheus's interval
     */
    record Pace(int interleaved, int alone, int paced) {}

    /** @param folder for what the exporters write */
    Measurement(Path folder, Pace pace) {
        this.folder = folder;
        this.pace = pace;
    }

    /** The figures of each, in their order. */
    List<Figures> of(List<Subject> subjects) throws DemoException, InterruptedException {
        List<Figures> results = new ArrayList<>();
        lookAtIdleSystems(subjects);
        for (Subject subject : subjects) {
            Figures figures = new Figures(subject.name());
            say(subject.name() + ": " + STARTS + " starts, then " + pace.alone() + " scrapes alone, then "
                    + pace.paced() + " paced");
            starts(subject, figures);
            alone(subject, figures);
            results.add(figures);
        }
        say("by turns: " + pace.interleaved() + " scrapes of each");
        interleaved(subjects, results);
        return results;
    }

    /** The median of several starts; the one before them lets class archives and caches fill. */
    private void starts(Subject subject, Figures figures) throws DemoException, InterruptedException {
        Latencies latencies = new Latencies();
        for (int i = 0; i <= STARTS; i++) {
            long start = System.nanoTime();
            try (ExporterProcess exporter = start(subject)) {
                exporter.awaitPage(new Scraper());
                if (i > 0) {
                    latencies.add(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        }
        figures.set(Figure.START, latencies.percentile(50));
    }

    private void alone(Subject subject, Figures figures) throws DemoException, InterruptedException {
        Scraper scraper = new Scraper();
        try (ExporterProcess exporter = start(subject)) {
            pause(Duration.ofSeconds(SETTLE_SECONDS));
            figures.set(Figure.RSS_IDLE, ProcessCost.residentMebibytes(exporter.pid()));
            warmUp(scraper, exporter);
            subject.check(exporter.awaitPage(scraper));

            figures.set(Figure.DATABASE_CPU, databaseCpu(subject, pace.alone(), () -> exporter.awaitPage(scraper)));
            figures.set(Figure.RSS_AFTER, ProcessCost.residentMebibytes(exporter.pid()));

            figures.set(Figure.PACED_CPU, databaseCpu(subject, pace.paced(), () -> {
                pause(PROMETHEUS_INTERVAL);
                return exporter.awaitPage(scraper);
            }));

            Page page = exporter.awaitPage(scraper);
            subject.check(page);
            figures.set(Figure.BYTES, page.bytes() / 1000.0);
            figures.set(Figure.SENT, page.sentBytes() / 1000.0);
            figures.set(Figure.SERIES, (double) page.series());
            figures.set(Figure.FAMILIES, (double) page.families());
        }
    }

    private void interleaved(List<Subject> subjects, List<Figures> results) throws DemoException, InterruptedException {
        List<ExporterProcess> running = new ArrayList<>();
        try {
            for (Subject subject : subjects) {
                running.add(start(subject));
            }
            List<Scraper> scrapers =
                    subjects.stream().map(subject -> new Scraper()).toList();
            for (int i = 0; i < subjects.size(); i++) {
                warmUp(scrapers.get(i), running.get(i));
            }
            List<Double> before = new ArrayList<>();
            for (ExporterProcess exporter : running) {
                before.add(ProcessCost.cpuMillis(exporter.pid()));
            }
            List<Latencies> latencies =
                    subjects.stream().map(subject -> new Latencies()).toList();
            for (int round = 0; round < pace.interleaved(); round++) {
                for (int i = 0; i < subjects.size(); i++) {
                    latencies.get(i).add(scrape(scrapers.get(i), running.get(i)).took());
                }
            }
            for (int i = 0; i < subjects.size(); i++) {
                Figures figures = results.get(i);
                double cpu = ProcessCost.cpuMillis(running.get(i).pid()) - before.get(i);
                figures.set(Figure.CPU, cpu / pace.interleaved());
                figures.set(Figure.CPU_OF_SERIES, cpu / pace.interleaved() / figures.get(Figure.SERIES) * 1_000);
                figures.set(Figure.P50, latencies.get(i).percentile(50));
                figures.set(Figure.P95, latencies.get(i).percentile(95));
                figures.set(Figure.P99, latencies.get(i).percentile(99));
            }
        } finally {
            running.forEach(ExporterProcess::close);
        }
    }

    private void lookAtIdleSystems(List<Subject> subjects) throws DemoException, InterruptedException {
        // First they write out what was just filled in.
        pause(Duration.ofSeconds(IDLE_SECONDS));
        Map<Watched, Double> before = new HashMap<>();
        for (Subject subject : subjects) {
            for (Watched system : subject.systems()) {
                before.put(system, system.cpuMillis());
            }
        }
        pause(Duration.ofSeconds(IDLE_SECONDS));
        for (Map.Entry<Watched, Double> entry : before.entrySet()) {
            idleCpu.put(entry.getKey(), (entry.getKey().cpuMillis() - entry.getValue()) / IDLE_SECONDS);
        }
    }

    /** What a scrape costs the systems that are read, without what they do by themselves meanwhile. */
    private double databaseCpu(Subject subject, int scrapes, Scrape scrape) throws DemoException, InterruptedException {
        double before = Systems.cpuMillis(subject.systems());
        long start = System.nanoTime();
        for (int i = 0; i < scrapes; i++) {
            Page unused = scrape.once();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double idle = 0;
        for (Watched system : subject.systems()) {
            idle += idleCpu.getOrDefault(system, 0.0) * seconds;
        }
        // Less than nothing is noise.
        return Math.max(0, Systems.cpuMillis(subject.systems()) - before - idle) / scrapes;
    }

    private static void warmUp(Scraper scraper, ExporterProcess exporter) throws DemoException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            exporter.awaitPage(scraper);
        }
    }

    private static Page scrape(Scraper scraper, ExporterProcess exporter) throws DemoException, InterruptedException {
        try {
            return scraper.scrape(exporter.metrics());
        } catch (IOException e) {
            throw new DemoException("a scrape failed (" + e.getMessage() + "):\n" + exporter.tail(), e);
        }
    }

    private ExporterProcess start(Subject subject) throws DemoException {
        return subject.start(folder.resolve(subject.name().replaceAll("\\W+", "-") + ".log"));
    }

    private void pause(Duration duration) throws InterruptedException {
        boolean unused = never.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void say(String what) {
        System.err.println(what + " …");
    }

    /** One scrape, with whatever comes before it. */
    private interface Scrape {
        Page once() throws DemoException, InterruptedException;
    }
}
