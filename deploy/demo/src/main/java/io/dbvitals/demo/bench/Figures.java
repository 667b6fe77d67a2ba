package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import java.util.EnumMap;
import java.util.Map;

/** What was measured of one exporter. */
final class Figures {
    private final String name;
    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

    Figures(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void set(Figure figure, double value) {
        values.put(figure, value);
    }

    double get(Figure figure) throws DemoException {
        Double value = values.get(figure);
        if (value == null) {
            throw new DemoException(figure + " was not measured");
        }
        return value;
    }

    /** A row of the tables. */
    enum Figure {
        P50("scrape p50, ms", "scrape_p50_ms", 1),
        P95("scrape p95, ms", "scrape_p95_ms", 1),
        P99("scrape p99, ms", "scrape_p99_ms", 1),
        CPU("CPU of the exporter per scrape, ms", "exporter_cpu_ms", 1),
        CPU_OF_SERIES("the same per 1,000 series, ms", "exporter_cpu_ms_per_1000_series", 1),
        DATABASE_CPU("CPU of the databases per scrape, back to back, ms", "database_cpu_ms", 1),
        PACED_CPU("CPU of the databases per scrape, paced as by Prometheus, ms", "database_cpu_paced_ms", 1),
        RSS_IDLE("RSS before the first scrape, MiB", "rss_idle_mib", 1),
        RSS_AFTER("RSS after the scrapes, MiB", "rss_after_mib", 1),
        START("process start to first page, ms", "start_ms", 0),
        BYTES("page, KB", "page_kb", 0),
        SENT("page gzipped, KB", "page_gzip_kb", 1),
        SERIES("series", "series", 0),
        FAMILIES("families", "families", 0);

        private final String title;
        private final String key;
        private final int decimals;

        Figure(String title, String key, int decimals) {
            this.title = title;
            this.key = key;
            this.decimals = decimals;
        }

        String title() {
            return title;
        }

        String key() {
            return key;
        }

        int decimals() {
            return decimals;
        }

        /** A duration: exporters side by side take as long as the slowest of them. */
        boolean slowest() {
            return this == P50 || this == P95 || this == P99 || this == START;
        }
    }
}
