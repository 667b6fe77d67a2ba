package io.dbvitals.mysql;

import static io.dbvitals.mysql.values.Series.Type.GAUGE;

import io.dbvitals.mysql.values.Read;
import io.dbvitals.mysql.values.Series;
import io.dbvitals.mysql.values.StatusText;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/**
 * The binary logs on disk, from {@code SHOW BINARY LOGS}, whose rows no SQL can sum; absent where there is no binary log. Needs
 * REPLICATION CLIENT, on MariaDB BINLOG MONITOR.
 *
 * <pre>
 * mysql_binlog_size_bytes 1.073741824E9
 * </pre>
 */
final class BinlogSize implements Collector {
    private static final MetricMetadata SIZE =
            new MetricMetadata("mysql_binlog_size_bytes", "Combined size of all registered binlog files.");
    private static final MetricMetadata FILES =
            new MetricMetadata("mysql_binlog_files", "Number of registered binlog files.");
    private static final MetricMetadata LAST =
            new MetricMetadata("mysql_binlog_file_number", "The last binlog file number.");

    private final Read read;
    private final Labels labels;

    BinlogSize(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "binlog_size";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        boolean on = read.rows(
                name() + " switch", "SELECT @@global.log_bin", deadline, rows -> rows.next() && rows.number(0) == 1);
        return on ? read.rows(name(), "SHOW BINARY LOGS", deadline, this::families) : List.of();
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        double size = 0;
        int files = 0;
        String last = "";
        while (rows.next()) {
            last = rows.text(0);
            size += rows.number(1);
            files++;
        }
        Series.Values values = new Series.Values();
        values.add(new Series(SIZE, GAUGE, labels), size);
        values.add(new Series(FILES, GAUGE, labels), files);
        double number = StatusText.value(last.substring(last.lastIndexOf('.') + 1));
        if (!Double.isNaN(number)) {
            values.add(new Series(LAST, GAUGE, labels), number);
        }
        return values.families();
    }
}
