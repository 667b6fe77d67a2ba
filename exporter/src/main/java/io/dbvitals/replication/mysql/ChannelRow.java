package io.dbvitals.replication.mysql;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Work;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.NumberText;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row of {@code SHOW ALL SLAVES STATUS} or {@code SHOW REPLICA STATUS}, by column names, which newer servers have replaced. */
final class ChannelRow {
    private final Map<String, String> values;

    private ChannelRow(Map<String, String> values) {
        this.values = values;
    }

    static List<ChannelRow> all(Rows rows) throws CollectException {
        List<ChannelRow> all = new ArrayList<>();
        while (rows.next()) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < rows.columnCount(); i++) {
                values.put(older(rows.columnName(i).toLowerCase(Locale.ROOT)), rows.text(i));
            }
            all.add(new ChannelRow(values));
        }
        return all;
    }

    /** Replica and source were slave and master. */
    static String older(String name) {
        return Stream.of(name.split("_", -1))
                .map(word -> switch (word) {
                    case "replica" -> "slave";
                    case "source" -> "master";
                    default -> word;
                })
                .collect(Collectors.joining("_"));
    }

    Channel channel() {
        return new Channel(
                text("connection_name") + text("channel_name"),
                text("master_host") + ":" + text("master_port"),
                work("slave_io_running"),
                work("slave_sql_running"),
                number("seconds_behind_master"),
                bytesBehind(),
                (int) number("last_io_errno").orElse(0),
                (int) number("last_sql_errno").orElse(0),
                text("auto_position").equals("1") || text("using_gtid").endsWith("_Pos"));
    }

    /** Known while the SQL thread applies the file that the I/O thread receives. */
    private OptionalDouble bytesBehind() {
        OptionalDouble read = number("read_master_log_pos");
        OptionalDouble applied = number("exec_master_log_pos");
        boolean one = text("master_log_file").equals(text("relay_master_log_file"));
        return one && read.isPresent() && applied.isPresent()
                ? OptionalDouble.of(Math.max(0, read.getAsDouble() - applied.getAsDouble()))
                : OptionalDouble.empty();
    }

    private Work work(String column) {
        return switch (text(column)) {
            case "Yes" -> Work.RUNS;
            case "No" -> Work.STOPPED;
            case "Connecting", "Preparing" -> Work.CONNECTS;
            default -> Work.UNKNOWN;
        };
    }

    private String text(String column) {
        return values.getOrDefault(column, "");
    }

    private OptionalDouble number(String column) {
        String text = text(column);
        try {
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(NumberText.parse(text, column));
        } catch (CollectException e) {
            return OptionalDouble.empty();
        }
    }
}
