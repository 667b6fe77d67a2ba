package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Page;
import io.dbvitals.demo.bench.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What vector indexes cost in scrapes: without any, with them, and while they are searched. */
final class ScrapeCost {
    private static final int WARM_UP = 20;
    private static final Duration PROMETHEUS_INTERVAL = Duration.ofSeconds(15);

    private final List<Reader> readers;
    private final CountDownLatch never = new CountDownLatch(1);

    /** @param readers of the server without vectors, with them, and of one that searches them; the first is compared with */
    ScrapeCost(List<Reader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** Scrapes by turns: one after the other, then at Prometheus's interval, where nothing comes from a cache that Prometheus would not meet. */
    void measure(int scrapes, int paced, Table table) throws DemoException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            scrapeAll();
        }
        List<Latencies> quick = new ArrayList<>();
        readers.forEach(reader -> quick.add(new Latencies()));
        List<Page> last = scrapeAll();
        for (int i = 0; i < scrapes; i++) {
            last = scrapeAll();
            add(last, quick);
        }
        List<Latencies> slow = new ArrayList<>();
        readers.forEach(reader -> slow.add(new Latencies()));
        List<Cost> before = costs();
        for (int i = 0; i < paced; i++) {
            boolean unused = never.await(PROMETHEUS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            add(scrapeAll(), slow);
        }
        List<Cost> after = costs();

        table.add("scrape p50, ms", "scrape_p50_ms", 1, withRatios(percentiles(quick, 50)));
        table.add("scrape p95, ms", "scrape_p95_ms", 1, withRatios(percentiles(quick, 95)));
        table.add("scrape p50 at 15 s, ms", "scrape_paced_p50_ms", 1, withRatios(percentiles(slow, 50)));
        List<Double> calls = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            Cost cost = after.get(i).since(before.get(i));
            calls.add((double) cost.calls() / paced);
            millis.add(cost.millis() / paced);
        }
        // Its role's statements are those of the searches, too.
        calls.set(readers.size() - 1, Double.NaN);
        millis.set(readers.size() - 1, Double.NaN);
        table.add("statements per scrape at 15 s", "statements_per_scrape", 1, withRatios(calls));
        table.add("database time per scrape at 15 s, ms", "database_ms_per_scrape", 1, withRatios(millis));
        table.add(
                "series",
                "series",
                0,
                withRatios(last.stream().map(page -> (double) page.series()).toList()));
    }

    private List<Page> scrapeAll() throws DemoException, InterruptedException {
        List<Page> pages = new ArrayList<>();
        for (Reader reader : readers) {
            pages.add(reader.page());
        }
        return pages;
    }

    private List<Cost> costs() throws DemoException {
        List<Cost> costs = new ArrayList<>();
        for (Reader reader : readers) {
            costs.add(reader.cost());
        }
        return costs;
    }

    private static void add(List<Page> pages, List<Latencies> latencies) {
        for (int i = 0; i < pages.size(); i++) {
            latencies.get(i).add(pages.get(i).took());
        }
    }

    private static List<Double> percentiles(List<Latencies> latencies, double percent) {
        return latencies.stream().map(each -> each.percentile(percent)).toList();
    }

    /** The values, then what each but the first is of the first. */
    private static List<Double> withRatios(List<Double> values) {
        List<Double> all = new ArrayList<>(values);
        values.stream().skip(1).map(value -> value / values.get(0)).forEach(all::add);
        return all;
    }
}
