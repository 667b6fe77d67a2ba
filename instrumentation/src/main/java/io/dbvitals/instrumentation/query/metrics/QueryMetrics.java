package io.dbvitals.instrumentation.query.metrics;

import io.dbvitals.instrumentation.sql.Database;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Durations and rows of statements under OpenTelemetry's names for them, as classic and as native histograms. Give it
 * to a monitor and register it:
 *
 * <pre>
 * db_client_operation_duration_seconds{db_system_name="postgresql",db_namespace="shop",db_operation_name="SELECT",error_type=""}
 * db_client_response_returned_rows{db_system_name="postgresql",db_namespace="shop",db_operation_name="SELECT"}
 * </pre>
 */
public final class QueryMetrics implements MultiCollector {
    /** What stands for all values of a label that are over its cap. */
    public static final String OTHER = "_OTHER";

    /** How many types of errors have a label of their own. */
    static final int ERROR_TYPES = 50;

    /** How many databases have a label of their own. */
    static final int DATABASES = 50;

    private final Histogram durations;
    private final Histogram rows;
    private final int patterns;
    private final Set<String> knownPatterns = ConcurrentHashMap.newKeySet();
    private final Set<String> knownErrors = ConcurrentHashMap.newKeySet();
    private final Set<String> knownDatabases = ConcurrentHashMap.newKeySet();

    private QueryMetrics(int patterns) {
        this.patterns = patterns;
        durations = Histogram.builder()
                .name("db_client_operation_duration")
                .unit(Unit.SECONDS)
                .help("Duration of database client operations; a batch is one")
                .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
                .labelNames(labels("db_system_name", "db_namespace", "db_operation_name", "error_type"))
                .build();
        rows = Histogram.builder()
                .name("db_client_response_returned_rows")
                .help("Rows that the application read of the result of one operation")
                .classicUpperBounds(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
                .labelNames(labels("db_system_name", "db_namespace", "db_operation_name"))
                .build();
    }

    /** By system, database, operation and error. */
    public static QueryMetrics create() {
        return new QueryMetrics(0);
    }

    /**
     * The same, and by pattern in a label {@code db_query_text}, which holds no values but makes a series of each
     * bucket for each pattern.
     *
     * @param most how many patterns have a label of their own; those that come later share {@value #OTHER}
     * @throws IllegalArgumentException if it is not above 0
     */
    public static QueryMetrics withPatterns(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one pattern needs a label, not " + most);
        }
        return new QueryMetrics(most);
    }

    private String[] labels(String... names) {
        List<String> all = new ArrayList<>(List.of(names));
        if (patterns > 0) {
            all.add("db_query_text");
        }
        return all.toArray(String[]::new);
    }

    /** Where the runs of a statement are counted for Prometheus; patterns over the cap share one. */
    public Series series(Database database, String operation, String pattern) {
        String text = patterns == 0 ? "" : capped(pattern, knownPatterns, patterns);
        String namespace = capped(database.namespace(), knownDatabases, DATABASES);
        return new Histograms(database.system(), namespace, operation, text);
    }

    private static String capped(String value, Set<String> known, int most) {
        // Two threads may both find room; one label more does no harm.
        return known.contains(value) || (known.size() < most && known.add(value)) ? value : OTHER;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(durations.collect(), rows.collect());
    }

    /** The series of one statement. */
    public interface Series {
        /** For an application that has no Prometheus. */
        Series NONE = new Series() {
            @Override
            public void succeeded(long nanos) {}

            @Override
            public void failed(long nanos, String errorType) {}

            @Override
            public void returned(long readRows) {}
        };

        void succeeded(long nanos);

        void failed(long nanos, String errorType);

        void returned(long readRows);
    }

    private final class Histograms implements Series {
        private final String[] labels;
        private final DistributionDataPoint success;

        private Histograms(String system, String namespace, String operation, String text) {
            labels = new String[] {system, namespace, operation, text};
            success = durations.labelValues(values(true, ErrorTypes.NONE));
        }

        private String[] values(boolean error, String errorType) {
            List<String> values = new ArrayList<>(List.of(labels).subList(0, 3));
            if (error) {
                values.add(errorType);
            }
            if (patterns > 0) {
                values.add(labels[3]);
            }
            return values.toArray(String[]::new);
        }

        @Override
        public void succeeded(long nanos) {
            success.observe(nanos / 1e9);
        }

        @Override
        public void failed(long nanos, String errorType) {
            String type = capped(errorType, knownErrors, ERROR_TYPES);
            durations.labelValues(values(true, type)).observe(nanos / 1e9);
        }

        @Override
        public void returned(long readRows) {
            rows.labelValues(values(false, ErrorTypes.NONE)).observe((double) readRows);
        }
    }
}
